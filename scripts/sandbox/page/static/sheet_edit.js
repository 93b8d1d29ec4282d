/* Typing into a cell. The editor floats above the grid and remembers its row by name: the row may change or move. */

import { offer, offered } from "./sheet_choices.js";
import { did, refusal } from "./sheet_ask.js";
import { cellOf, columnOf, headerOf, nameOf, rowOf, scroll, textOf } from "./sheet_grid.js";
import { toast } from "./talk.js";

let editing = null;

export const isOpen = () => Boolean(editing?.box.isConnected);

/* Over its cell, wherever that is now. */
export function place() {
  if (!isOpen()) return;
  const cell = cellOf(editing.row, editing.column);
  editing.box.classList.toggle("lost", !cell);
  if (!cell) return;
  const at = cell.getBoundingClientRect();
  const frame = scroll().getBoundingClientRect();
  const { style } = editing.box;
  style.left = `${at.left - frame.left + scroll().scrollLeft}px`;
  style.top = `${at.top - frame.top + scroll().scrollTop}px`;
  style.minWidth = `${at.width}px`;
  if (editing.input.tagName === "TEXTAREA") editing.input.style.minHeight = `${at.height}px`;
}

function grow() {
  const { input } = editing;
  if (input.tagName !== "TEXTAREA") return;
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight + 2, 260)}px`;
}

/* `text` replaces what is in the cell, as when one starts typing; undefined keeps it for editing. */
export function begin(cell, done, text) {
  if (isOpen()) return;
  const name = nameOf(cell);
  const why = refusal(cell, name);
  if (why) return toast(why, true);
  const choices = offered(cell);
  const box = document.createElement("div");
  const input = document.createElement(choices.length ? "input" : "textarea");
  box.className = "sheet-editor";
  input.id = "sheet-input";
  input.setAttribute("aria-label", `${name}${headerOf(cell) ? `, ${headerOf(cell)}` : ""}`);
  input.autocomplete = "off";
  input.spellcheck = false;
  if (!choices.length) input.rows = 1;
  input.value = text ?? textOf(cell);
  box.append(input);
  editing = { row: rowOf(cell), column: columnOf(cell), before: textOf(cell), box, input, done, ending: false };
  scroll().append(box);
  if (choices.length) offer(box, input, choices, { strict: "strict" in cell.dataset, pick, paste });
  place();
  grow();
  input.focus({ preventScroll: true });
  (box.querySelector("ul") ?? cell).scrollIntoView({ block: "nearest", inline: "nearest" });
  if (text === undefined && choices.length) input.select();
  input.addEventListener("input", grow);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", () => finish(0, 0));
}

export function cancel() {
  const { box, done } = editing;
  editing = null;
  box.remove();
  done(0, 0);
}

function pick(value) {
  editing.input.value = value;
  finish(0, 0);
}

const paste = () => finish(0, 0, "sheet-paste");

/* Shown at once, until the sheet says what came of it. */
function promise(cell, text) {
  if (!cell) return;
  const shown = cell.querySelector(".v") ?? cell.appendChild(Object.assign(document.createElement("span"), { className: "v" }));
  const before = shown.textContent;
  shown.textContent = text;
  cell.classList.add("pending");
  setTimeout(() => {
    if (cell.isConnected) shown.textContent = before;
    cell.classList.remove("pending");
  }, 4000);
}

/* A refused value stays in the editor, so that it can be put right. */
async function finish(down, right, verb = "sheet-type") {
  if (!isOpen() || editing.ending) return;
  const { row, column, input, before, done, box } = editing;
  const text = input.value;
  if (text !== before) {
    editing.ending = true;
    const given = verb === "sheet-paste" ? { rows: [[text]] } : { value: text };
    const fine = await did(verb, { row, column, ...given });
    if (editing) editing.ending = false;
    if (!fine) return;
    promise(cellOf(row, column), text);
  }
  const focused = document.activeElement === input || document.activeElement === document.body;
  editing = null;
  box.remove();
  done(down, right, focused);
}

function pressed(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.altKey || event.shiftKey) && event.target.tagName === "TEXTAREA") {
    event.preventDefault();
    event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
    grow();
  } else if (event.key === "Enter") finish(1, 0);
  else if (event.key === "Tab") finish(0, event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") cancel();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
