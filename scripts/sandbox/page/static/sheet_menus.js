/* What can be done with a row, a column or a tab. */

import * as menu from "./menu.js";
import { did } from "./sheet_ask.js";
import { columnOf, facts, headerOf, rowOf } from "./sheet_grid.js";

const ofRow = (row) => [
  ["Insert a row above", () => did("sheet-insert", { row, where: "above" }, true)],
  ["Insert a row below", () => did("sheet-insert", { row, where: "below" }, true)],
  ["Duplicate the row", () => did("sheet-duplicate", { row })],
  ["Delete the row", () => did("sheet-delete", { row })],
];

const ofColumn = (column) => [
  ["Sort A to Z", () => did("sheet-sort", { column, descending: false })],
  ["Sort Z to A", () => did("sheet-sort", { column, descending: true })],
];

async function rename(now, name) {
  if (name && name !== now.title && await did("sheet-rename-tab", { value: name })) location.hash = `#sheet/~${now.tab}`;
}

async function remove() {
  if (await did("sheet-delete-tab", {})) location.hash = "#sheet/Triage";
}

const ofTab = (button, now) => [
  ["Rename the tab …", () => menu.ask(button, `A new name for ${now.title}`, now.title, (name) => rename(now, name))],
  ["Delete the tab …", () => menu.show(button, `Delete ${now.title}?`, [
    [`Delete ${now.title} with everything in it`, remove],
    ["Keep it", () => {}],
  ])],
];

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-row-menu], [data-column-menu], [data-tab-menu]");
  const now = facts();
  if (!button || !now) return;
  if ("tabMenu" in button.dataset) menu.show(button, `Tab ${now.title}`, ofTab(button, { ...now }));
  else if ("hidden" in now) return;
  else if ("rowMenu" in button.dataset) menu.show(button, button.ariaLabel, ofRow(button.closest("tr").id));
  else menu.show(button, button.ariaLabel, ofColumn(Number(button.dataset.columnMenu)));
});

/* The same by a right click, and by Shift+F10 on the chosen cell. */
document.addEventListener("contextmenu", (event) => {
  const cell = event.target.closest?.("#sheet td");
  const now = facts();
  if (!cell || !now || "hidden" in now) return;
  event.preventDefault();
  const sort = headerOf(cell) ? ofColumn(columnOf(cell)) : [];
  const row = cell.closest("thead") ? [] : ofRow(rowOf(cell));
  if (row.length + sort.length) menu.show(cell, `Row ${cell.parentElement.dataset.number}`, [...row, ...sort]);
});
