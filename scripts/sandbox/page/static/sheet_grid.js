/* The grid as it stands: its rows and cells, and what a stylesheet cannot know: numbers, widths and people's colours. */

const colours = new CSSStyleSheet();
const mixed = new Set();
document.adoptedStyleSheets.push(colours);

export const table = () => document.getElementById("sheet");
export const scroll = () => document.getElementById("sheet-scroll");
export const facts = () => document.querySelector(".sheet-end")?.dataset ?? null;
export const rows = () => [...document.querySelectorAll("#sheet tr[id]")];
export const cellOf = (row, column) => document.getElementById(`${row}-${column}`);
export const rowOf = (cell) => cell.parentElement.id;
export const columnOf = (cell) => Number(cell.dataset.c);
export const textOf = (cell) => cell.querySelector(".v")?.textContent ?? "";

export function letterOf(cell) {
  return document.querySelector(`[data-column-menu="${columnOf(cell)}"]`)?.textContent ?? "";
}

export const nameOf = (cell) => `${letterOf(cell)}${cell.parentElement.dataset.number}`;

/* What stands above a cell in the header. */
export function headerOf(cell) {
  const head = document.querySelector("#sheet .frozen");
  return head ? textOf(head.querySelector(`[data-c="${columnOf(cell)}"]`) ?? cell) : "";
}

/* The cell so many rows and columns away; the edge of the grid stops. */
export function beside(cell, down, right) {
  const all = rows();
  const clamp = (at, count) => Math.max(0, Math.min(at, count - 1));
  const row = all[clamp(all.indexOf(cell.parentElement) + down, all.length)];
  const cells = [...row.querySelectorAll("td")];
  return cells[clamp([...cell.parentElement.querySelectorAll("td")].indexOf(cell) + right, cells.length)];
}

/* Colours that people gave cells are for a white sheet; in the dark they keep their hue alone. */
function mix(kind, hex) {
  if (!hex || mixed.has(kind + hex)) return;
  mixed.add(kind + hex);
  const white = hex.toLowerCase() === "ffffff";
  const rule = {
    bg: `#sheet [data-bg="${hex}"] { background: light-dark(#${hex}, ${white ? "var(--surface)" : `oklch(from #${hex} .31 calc(c * 1.5) h)`}); }`,
    fg: `#sheet [data-fg="${hex}"] { color: light-dark(#${hex}, oklch(from #${hex} max(l, .72) c h)); }`,
    tab: `[data-tab-colour="${hex}"] { border-bottom-color: #${hex}; }`,
  }[kind];
  if (/^[0-9a-f]{6}$/i.test(hex)) colours.insertRule(rule);
}

const GUTTER = 46;

export function arrange() {
  const grid = table();
  const now = facts();
  for (const [kind, name] of [["bg", "bg"], ["fg", "fg"], ["tab", "tabColour"]]) {
    const data = name === "tabColour" ? "data-tab-colour" : `data-${name}`;
    for (const one of document.querySelectorAll(`.view-sheet [${data}]`)) mix(kind, one.dataset[name]);
  }
  let wide = GUTTER;
  for (const head of grid.querySelectorAll("[data-width]")) {
    head.style.width = `${head.dataset.width}px`;
    wide += Number(head.dataset.width);
  }
  grid.style.width = `${wide}px`;
  grid.classList.toggle("stick", Boolean(now && "sticky" in now));
  grid.setAttribute("aria-label", now?.title ?? "");
  if (now) {
    grid.setAttribute("aria-rowcount", Number(now.rows) + 1);
    grid.setAttribute("aria-colcount", Number(now.columns) + 1);
  }
  rows().forEach((row, at) => {
    const number = String(at + 1);
    if (row.dataset.number === number) return;
    row.dataset.number = number;
    row.setAttribute("aria-rowindex", at + 2);
    const button = row.querySelector("th button");
    button.textContent = number;
    button.setAttribute("aria-label", `Row ${number}`);
    const box = row.querySelector("td input");
    box?.setAttribute("aria-label", `${headerOf(box.parentElement) || "Tick"}, row ${number}`);
  });
}
