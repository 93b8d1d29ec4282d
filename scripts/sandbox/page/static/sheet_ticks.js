/* Ticks that the sheet was told of and has not shown yet: a row that is drawn anew meanwhile, for another cell of it,
   keeps them, so that no tick seems to come undone. */

import { did, refusal } from "./sheet_ask.js";
import { nameOf, columnOf, rowOf } from "./sheet_grid.js";
import { toast } from "./talk.js";

const LATER = 1500;
const promised = new Map();

export async function tick(box, on) {
  const cell = box.closest("td");
  const { id } = box;
  const why = refusal(cell, nameOf(cell));
  if (why) toast(why, true);
  else promised.set(id, on);
  const fine = !why && (await did("sheet-tick", { row: rowOf(cell), column: columnOf(cell), on }));
  if (fine) setTimeout(() => over(id, on), LATER);
  else over(id, on, true);
}

/* From now on the box shows what the sheet says. */
function over(id, on, refused = false) {
  if (!refused && promised.get(id) !== on) return;
  promised.delete(id);
  const box = document.getElementById(id);
  if (box) box.checked = refused ? !on : box.defaultChecked;
}

export function keep() {
  for (const [id, on] of promised) {
    const box = document.getElementById(id);
    if (box) box.checked = on;
  }
}
