/* Copying the chosen cell, and pasting cells as spreadsheets put them on the clipboard: tabs and lines. */

import { did, refusal } from "./sheet_ask.js";
import { columnOf, nameOf, rowOf, textOf } from "./sheet_grid.js";
import { toast } from "./talk.js";

const chosen = () => document.activeElement?.closest?.("#sheet td");

/* Cells in quotes may hold tabs, lines and doubled quotes. */
export function cells(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows[rows.length - 1];
    if (quoted && sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
    else if (sign === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
    else if (quoted) row[row.length - 1] += sign;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows;
}

document.addEventListener("copy", (event) => {
  const cell = chosen();
  if (!cell || !getSelection().isCollapsed) return;
  event.clipboardData.setData("text/plain", textOf(cell));
  event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const cell = chosen();
  if (!cell) return;
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").replace(/\n$/, "");
  const why = text ? refusal(cell, nameOf(cell)) : "There is no text to paste.";
  if (why) toast(why, true);
  else did("sheet-paste", { row: rowOf(cell), column: columnOf(cell), rows: cells(text) });
});
