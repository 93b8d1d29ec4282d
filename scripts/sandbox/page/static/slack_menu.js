/* A menu that asks as one types: arrows and Enter choose, Escape closes it alone, and what was not chosen does not stay. */

import { you } from "./slack_you.js";
import { ask } from "./talk.js";

const PAUSE = 120;
let host = null;
let open = null;
let active = -1;
let turn = 0;
let waiting = 0;
let picking = Promise.resolve();

/* Resolves once the router has heard of every choice that was made. */
export const settled = () => picking;

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const blockOf = (input) => input.closest("[data-block]").dataset.block;

function close() {
  if (!open) return;
  const input = open;
  open = null;
  turn += 1;
  clearTimeout(waiting);
  const list = listOf(input);
  if (list) list.hidden = true; // its field may have given way to another one
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function say(list, text) {
  const one = document.createElement("li");
  one.className = "md-none";
  one.textContent = text;
  list.replaceChildren(one);
}

async function offer(input, typed) {
  if (open !== input) close();
  open = input;
  active = -1;
  const mine = ++turn;
  const list = listOf(input);
  if (list.hidden) say(list, "Loading …");
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  const told = await ask("slack-suggest", { you: you(), view: host.view(), block: blockOf(input), typed });
  if (mine !== turn) return;
  if (!told.options?.length) return say(list, told.error ?? "No result");
  list.replaceChildren(...told.options.map((option, at) => entry(input, option, at)));
  list.scrollIntoView({ block: "nearest" });
}

function entry(input, option, at) {
  const one = document.createElement("li");
  one.role = "option";
  one.id = `${input.id}-option-${at}`;
  one.textContent = option.text;
  one.setAttribute("aria-selected", String(option.text === input.dataset.held));
  one.addEventListener("pointerdown", (event) => event.preventDefault());
  one.addEventListener("click", () => choose(input, option));
  return one;
}

function choose(input, option) {
  close();
  input.value = input.dataset.held = option?.text ?? "";
  picking = host.picked(blockOf(input), option);
}

function mark(input, step) {
  const entries = [...listOf(input).querySelectorAll("[role=option]")];
  if (!entries.length) return;
  entries[active]?.classList.remove("at");
  active = active < 0 ? (step > 0 ? 0 : entries.length - 1) : (active + step + entries.length) % entries.length;
  entries[active].classList.add("at");
  entries[active].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", entries[active].id);
}

function pressed(event) {
  const input = event.target;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && open !== input) offer(input, "");
  else if (step) mark(input, step);
  else if (event.key === "Enter" && open === input) listOf(input).querySelector(".at")?.click();
  else if (event.key === "Escape" && open === input) {
    close();
    input.value = input.dataset.held;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function serve(dialog, handlers) {
  host = handlers;
  const menuAt = (event) => (event.target.matches?.("[data-menu]") ? event.target : null);
  dialog.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear]");
    const input = clear ? clear.parentElement.querySelector("[data-menu]") : menuAt(event);
    if (clear) {
      choose(input, null);
      input.focus();
    } else if (input && open !== input) {
      input.select();
      offer(input, "");
    }
  });
  dialog.addEventListener("input", (event) => {
    const input = menuAt(event);
    if (!input) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => offer(input, input.value), PAUSE);
  });
  dialog.addEventListener("keydown", (event) => menuAt(event) && pressed(event));
  dialog.addEventListener("focusout", (event) => {
    const input = menuAt(event);
    if (!input) return;
    if (open === input) close();
    clearTimeout(waiting);
    input.value = input.dataset.held;
  });
}
