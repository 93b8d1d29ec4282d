/* The workbook's grid: which cell is chosen, and the keys and taps that people know from Sheets. */

import * as edit from "./sheet_edit.js";
import * as grid from "./sheet_grid.js";
import "./sheet_clip.js";
import "./sheet_menus.js";
import * as note from "./sheet_note.js";
import * as ticks from "./sheet_ticks.js";
import { did, refusal } from "./sheet_ask.js";
import { toast } from "./talk.js";
import * as you from "./you.js";

/* The chosen cell by its row's name; `number` is where that row was, should it be gone. */
const chosen = { tab: "", row: "", column: 0, number: 1 };
let returning = null;

export function choose(cell, focus = true) {
  for (const old of document.querySelectorAll("#sheet .chosen")) {
    old.classList.remove("chosen");
    old.tabIndex = -1;
  }
  if (!cell) return;
  Object.assign(chosen, { tab: grid.facts()?.tab, row: grid.rowOf(cell), column: grid.columnOf(cell) });
  chosen.number = Number(cell.parentElement.dataset.number);
  cell.classList.add("chosen");
  cell.tabIndex = 0;
  document.getElementById("sheet-at").textContent = grid.nameOf(cell);
  document.getElementById("sheet-whole").textContent = cell.dataset.error || grid.textOf(cell);
  if (!focus) return;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const current = () => document.querySelector("#sheet .chosen");

/* After every change of the page: what the grid needs, and the choice where its row is now. */
export function arranged(first) {
  if (!grid.table()) return note.hide();
  you.shown();
  grid.arrange();
  ticks.keep();
  const now = grid.facts();
  if (!now) return;
  const kept = chosen.tab === now.tab && grid.cellOf(chosen.row, chosen.column);
  const all = grid.rows();
  const at = all[Math.min(chosen.tab === now.tab ? chosen.number - 1 : 1, all.length - 1)];
  choose(kept || at?.querySelector(`[data-c="${chosen.tab === now.tab ? chosen.column : 0}"]`) || at?.querySelector("td"), false);
  edit.place();
  if (first) document.querySelector(".sheet-tab.chosen")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (first && returning) Object.assign(grid.scroll(), { scrollTop: returning.top, scrollLeft: returning.left });
  if (first) returning = null;
}

/* Where the choice goes when an edit is over. Whoever has already gone elsewhere stays there. */
function after(down, right, focus = true) {
  const cell = grid.cellOf(chosen.row, chosen.column);
  if (cell) choose(down || right ? grid.beside(cell, down, right) : cell, focus);
}

const start = (cell, text) => edit.begin(cell, after, text);

function clear(cell) {
  const why = refusal(cell, grid.nameOf(cell));
  if (why) return toast(why, true);
  return did("sheet-clear", { row: grid.rowOf(cell), column: grid.columnOf(cell) });
}

const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-12, 0], PageDown: [12, 0], Home: [0, -999], End: [0, 999],
};

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("#sheet td");
  if (!cell || event.isComposing || event.altKey) return;
  const box = cell.querySelector("input");
  const modified = event.ctrlKey || event.metaKey;
  const move = MOVES[event.key];
  if (move && modified) choose(grid.beside(cell, move[0] * 99_999 + (event.key === "Home" ? -99_999 : 0), move[1] * 999));
  else if (move) choose(grid.beside(cell, ...move));
  else if (modified) return;
  else if (event.key === "Enter" || event.key === "F2") {
    if (box) box.click();
    else start(cell);
  } else if (event.key === "Delete" || event.key === "Backspace") clear(cell);
  else if (event.key === " " && box) box.click();
  else if (event.key.length === 1 && !box) start(cell, event.key === " " ? undefined : event.key);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest?.("#sheet td");
  if (cell && event.target.tagName !== "INPUT") {
    const again = cell.classList.contains("chosen");
    choose(cell);
    if (again && event.pointerType === "touch" && !cell.querySelector("input")) start(cell);
  } else if (cell) choose(cell, false);
  if (event.target.closest?.("#sheet-edit") && current()) {
    const box = current().querySelector("input");
    if (box) box.click();
    else start(current());
  }
  if (event.target.closest?.("[data-add-row]")) add();
  if (event.target.closest?.("[data-more]")) more();
});

document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest?.("#sheet td");
  if (cell && !cell.querySelector("input")) start(cell);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#sheet td input")) ticks.tick(event.target, event.target.checked);
});

/* The first row in which nothing is entered yet. */
function add() {
  const free = grid.rows().slice(1).find((row) => ![...row.querySelectorAll("td:not([data-computed])")].some(grid.textOf));
  if (!free) return toast("There is no empty row left at the end; insert one from a row's menu.", true);
  const cell = free.querySelector("td:not([data-computed])");
  choose(cell);
  start(cell);
}

function more() {
  returning = { top: grid.scroll().scrollTop, left: grid.scroll().scrollLeft };
  location.hash = `#sheet/${encodeURIComponent(grid.facts().address)}/${grid.rows().length + 300}`;
}
