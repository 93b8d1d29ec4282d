/* A small menu at a button or a cell: arrow keys move in it, Escape and a click elsewhere close it. */

let menu = null;
let back = null;

export function close(refocus = false) {
  menu?.remove();
  menu = null;
  if (refocus) back?.focus({ preventScroll: true });
}

function item([text, act]) {
  const button = document.createElement("button");
  button.type = "button";
  button.role = "menuitem";
  button.tabIndex = -1;
  button.textContent = text;
  button.addEventListener("click", () => {
    close(true);
    act();
  });
  return button;
}

/* Where there is room: below the anchor, else above it; never beyond the window's edge. */
export function put(box, anchor, gap = 2) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = box;
  const below = at.bottom + gap + high <= innerHeight;
  box.style.left = `${Math.max(6, Math.min(at.left, innerWidth - wide - 6))}px`;
  box.style.top = `${Math.max(6, below ? at.bottom + gap : at.top - high - gap)}px`;
}

export function show(anchor, label, entries) {
  close();
  back = document.activeElement === document.body ? anchor : document.activeElement;
  menu = document.createElement("div");
  menu.className = "menu";
  menu.role = "menu";
  menu.setAttribute("aria-label", label);
  menu.append(...entries.map(item));
  document.body.append(menu);
  put(menu, anchor);
  menu.firstElementChild.focus({ preventScroll: true });
}

/* One line to fill in, at the same place. */
export function ask(anchor, label, value, act) {
  close();
  back = anchor;
  menu = document.createElement("form");
  menu.className = "menu asking";
  const name = document.createElement("label");
  const input = document.createElement("input");
  name.textContent = label;
  input.value = value;
  input.autocomplete = "off";
  name.append(input);
  menu.append(name);
  menu.addEventListener("submit", (event) => {
    event.preventDefault();
    close(true);
    act(input.value.trim());
  });
  document.body.append(menu);
  put(menu, anchor);
  input.focus();
  input.select();
}

document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (menu.classList.contains("asking")) return event.key === "Escape" && close(true);
  const items = [...menu.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === "Escape") close(true);
  else if (event.key === "Tab") close();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("pointerdown", (event) => {
  if (menu && !menu.contains(event.target)) close();
}, true);
addEventListener("resize", () => close());
