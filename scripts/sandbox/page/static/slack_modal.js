/* A modal of Slack's: the window around its blocks, what is wrong said at its field, sent as a whole or not at all. */

import * as menus from "./slack_menu.js";
import { you } from "./slack_you.js";
import { ask } from "./talk.js";

const dialog = document.getElementById("modal");
const parsed = document.createElement("template");
let view = "";
let closed = () => {};

function make(tag, className, props = {}) {
  const one = Object.assign(document.createElement(tag), props);
  one.className = className;
  return one;
}

export function open(shown, after) {
  closed = after;
  dialog.replaceChildren();
  const form = make("form", "md-form", { noValidate: true });
  const head = make("header", "md-head");
  head.append(make("h2", "md-title", { id: "modal-title" }), make("button", "md-x", { type: "button", textContent: "×", ariaLabel: "Close" }));
  const foot = make("footer", "md-foot");
  foot.append(make("p", "form-error", { hidden: true, role: "alert" }), make("button", "button md-cancel", { type: "button" }), make("button", "button primary md-submit", { type: "submit" }));
  form.append(head, make("div", "md-blocks"), foot);
  dialog.append(form);
  show(shown);
  dialog.showModal();
  first();
}

function first() {
  (dialog.querySelector(".md-blocks :is(input, textarea)") ?? dialog.querySelector(".md-cancel")).focus({ preventScroll: true });
}

/* Blocks that stay are left alone, with all that was typed in them: Slack keeps a field for as long as its names stay. */
export function show(shown) {
  const same = view === shown.id;
  view = shown.id;
  dialog.querySelector(".md-title").textContent = shown.title;
  dialog.querySelector(".md-cancel").textContent = shown.close;
  const submit = dialog.querySelector(".md-submit");
  submit.textContent = shown.submit;
  submit.hidden = !shown.submit;
  arrange(dialog.querySelector(".md-blocks"), shown.blocks, same);
}

/* A block that stays is not even moved: that would take the focus from it, and close its menu. */
function arrange(box, blocks, same) {
  const wanted = new Set(blocks.map(({ key }) => key));
  for (const block of [...box.children]) if (!same || !wanted.has(block.dataset.key)) block.remove();
  const have = new Map([...box.children].map((block) => [block.dataset.key, block]));
  let place = box.firstElementChild;
  for (const { key, html } of blocks) {
    const block = have.get(key) ?? built(key, html);
    if (block === place) place = place.nextElementSibling;
    else box.insertBefore(block, place);
  }
}

function built(key, html) {
  parsed.innerHTML = html;
  const block = parsed.content.firstElementChild;
  block.dataset.key = key;
  return block;
}

function forgive() {
  for (const note of dialog.querySelectorAll(".field-error, .form-error")) note.hidden = true;
  for (const input of dialog.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-errormessage");
  }
}

function refuse(errors) {
  for (const [block, text] of Object.entries(errors)) {
    const field = dialog.querySelector(`[data-block="${CSS.escape(block)}"]`);
    const note = field.querySelector(".field-error");
    note.textContent = text;
    note.hidden = false;
    for (const input of field.querySelectorAll("input, textarea")) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-errormessage", note.id);
    }
  }
  dialog.querySelector("[aria-invalid]")?.focus();
}

export function complain(text) {
  const note = dialog.querySelector(".form-error");
  note.textContent = text;
  note.hidden = false;
}

export const picked = async (block, option) => {
  forgive();
  const mine = view;
  const told = await ask("slack-pick", { you: you(), view, block, value: option?.value ?? null, text: option?.text });
  if (view !== mine || !dialog.open) return;
  if (told.error) return complain(told.error);
  const field = document.activeElement?.closest("[data-block]")?.dataset.block.split(":")[0];
  show(told.modal);
  if (!field || dialog.contains(document.activeElement.closest("[data-block]"))) return;
  dialog.querySelector(`[data-block="${CSS.escape(field)}"], [data-block^="${CSS.escape(field)}:"]`)?.querySelector("input")?.focus();
};

function held() {
  const found = {};
  for (const field of dialog.querySelectorAll("[data-block]")) {
    const text = field.querySelector("[data-text]");
    const radio = field.querySelector("[type=radio]:checked");
    if (text) found[field.dataset.block] = text.value;
    else if (radio) found[field.dataset.block] = radio.value;
  }
  return found;
}

async function send() {
  const submit = dialog.querySelector(".md-submit");
  if (submit.hidden || submit.hasAttribute("aria-busy")) return;
  forgive();
  await menus.settled();
  submit.setAttribute("aria-busy", "true");
  const told = await ask("slack-send", { you: you(), view, held: held() });
  submit.removeAttribute("aria-busy");
  if (!dialog.open) return;
  if (told.error) complain(told.error);
  else if (Object.keys(told.errors).length) refuse(told.errors);
  else if (told.modal) {
    view = "";
    show(told.modal);
    first();
  } else finish();
}

function finish() {
  view = "";
  if (dialog.open) dialog.close();
  closed();
}

function cancel() {
  if (view) ask("slack-close", { you: you(), view });
  finish();
}

menus.serve(dialog, { view: () => view, picked, complain });
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  cancel();
});
dialog.addEventListener("click", (event) => {
  if (event.target.closest(".md-x, .md-cancel")) cancel();
});
dialog.addEventListener("input", forgive);
