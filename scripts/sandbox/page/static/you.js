/* Who the visitor is in the workbook: one of the desk, or anybody with a mail address. */

let you = "bob@company.example";
let other = "";

export const who = () => you;

/* A view that was just drawn shows who one already was. */
export function shown() {
  const select = document.getElementById("you");
  const input = document.getElementById("you-other");
  if (!select || select.dataset.ready) return;
  select.dataset.ready = "yes";
  const known = [...select.options].some((option) => option.value && option.value === you);
  select.value = known ? you : "";
  input.value = other;
  input.hidden = known;
}

document.addEventListener("change", (event) => {
  const input = document.getElementById("you-other");
  if (event.target.id === "you") {
    input.hidden = Boolean(event.target.value);
    you = event.target.value || input.value.trim();
    if (!input.hidden) input.focus();
  } else if (event.target.id === "you-other") {
    you = other = event.target.value.trim();
  }
});
