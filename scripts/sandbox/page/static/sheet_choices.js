/* A dropdown's offers below the editor, narrowed while one types. */

let active = -1;

/* What a cell's rule offers. */
export function offered(cell) {
  const list = cell.dataset.choices && document.querySelector(`[data-offers="${cell.dataset.choices}"]`);
  return list ? [...list.children].map((one) => one.textContent) : [];
}

export function offer(box, input, choices, { strict, pick, paste }) {
  const list = document.createElement("ul");
  list.className = "sheet-choices";
  list.id = "sheet-choices";
  list.role = "listbox";
  list.setAttribute("aria-label", "What the dropdown offers");
  input.role = "combobox";
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-autocomplete", "list");
  let typed = false;

  function entry(text, act, at) {
    const one = document.createElement("li");
    one.role = "option";
    one.id = `sheet-choice-${at}`;
    one.textContent = text;
    one.addEventListener("pointerdown", (event) => event.preventDefault());
    one.addEventListener("click", act);
    return one;
  }

  function draw() {
    const words = typed ? input.value.trim().toLowerCase() : "";
    const fitting = choices.filter((choice) => choice.toLowerCase().includes(words));
    const entries = fitting.map((choice, at) => entry(choice, () => pick(choice), at));
    const foreign = typed && input.value.trim() && !choices.includes(input.value.trim());
    if (strict && foreign) entries.push(entry(`Paste “${input.value.trim()}” as it is`, paste, entries.length));
    list.replaceChildren(...entries);
    list.hidden = !entries.length;
    active = -1;
    mark();
  }

  function mark() {
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", () => {
    typed = true;
    draw();
  });
  /* Before the editor's own keys: Enter takes the offer that is marked. */
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = list.children.length;
    if (step && count) {
      event.preventDefault();
      event.stopImmediatePropagation();
      active = active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count;
      mark();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      list.children[active].click();
    }
  });
  box.append(list);
  draw();
}
