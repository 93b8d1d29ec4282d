/* The three composers, and the menu of examples that fills them. */

import { ask, asked, forgive, refuse, toast } from "./talk.js";

const form = document.getElementById("compose");
const menu = document.getElementById("example");
const problem = document.getElementById("send-error");
let examples = [];
let untouched = "";

const lane = () => form.elements.lane.value;
const fieldsOf = (name) => form.querySelector(`.lane-fields[data-lane="${name}"]`);

function show(name) {
  for (const box of form.querySelectorAll(".lane-fields")) box.hidden = box.dataset.lane !== name;
  forgive(form, problem);
}

async function offer() {
  const answer = await fetch("/examples.json");
  examples = await answer.json();
  const kinds = { mail: "Mail", form: "Web form", chat: "Chat" };
  for (const one of examples) {
    const option = new Option(`${kinds[one.lane]}: ${one.label}`, one.name);
    menu.append(option);
  }
}

function fill(one) {
  form.elements.lane.value = one.lane;
  show(one.lane);
  for (const input of fieldsOf(one.lane).querySelectorAll("[name]")) input.value = one.fields[input.name] ?? "";
  untouched = one.name;
}

menu.addEventListener("change", () => {
  const one = examples.find((candidate) => candidate.name === menu.value);
  if (one) fill(one);
});

form.addEventListener("change", (event) => {
  if (event.target.name === "lane") {
    show(lane());
    untouched = "";
    menu.value = "";
  }
});

form.addEventListener("input", (event) => {
  if (event.target.name === "lane") return;
  untouched = "";
  forgive(form, problem);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  forgive(form, problem);
  const button = form.querySelector("[type=submit]");
  const given = { lane: lane() };
  if (untouched) given.example = untouched;
  else for (const input of fieldsOf(given.lane).querySelectorAll("[name]")) given[input.name] = input.value;
  button.setAttribute("aria-busy", "true");
  const told = await ask("send", given);
  button.removeAttribute("aria-busy");
  if (told.error) refuse(form, fieldsOf(given.lane), told, problem);
  else toast(told.said);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-demo-set]")) asked("demo-set");
});

show(lane());
offer();
