/* The note of a cell, or why it shows an error, beside it while it is pointed at or has the focus. */

import { put } from "./menu.js";

let shown = null;

export function hide() {
  shown?.box.remove();
  shown?.cell.removeAttribute("aria-describedby");
  shown = null;
}

function show(cell) {
  const text = [cell.dataset.error, cell.dataset.note].filter(Boolean).join("\n\n");
  if (shown?.cell === cell) return;
  hide();
  if (!text || document.querySelector(".menu, .sheet-editor")) return;
  const box = document.createElement("div");
  box.id = "sheet-note";
  box.className = "sheet-note";
  box.role = "tooltip";
  box.textContent = text;
  document.body.append(box);
  put(box, cell, 4);
  cell.setAttribute("aria-describedby", box.id);
  shown = { cell, box };
}

const cellAt = (event) => event.target.closest?.("#sheet td");

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const cell = cellAt(event);
  if (cell) show(cell);
  else hide();
});
document.addEventListener("focusin", (event) => {
  const cell = cellAt(event);
  if (cell) show(cell);
  else hide();
});
document.addEventListener("pointerdown", hide);
document.addEventListener("scroll", hide, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
