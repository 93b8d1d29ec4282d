/* Who the visitor is in Slack. Each tab of the browser remembers its own, so that two tabs are two people. */

const KEY = "slack-you";
let name = sessionStorage.getItem(KEY) ?? "dana";

export const you = () => name;

/* A view that was just drawn shows who one already was; a name that left gives way to the first there is. */
export function shown() {
  const select = document.getElementById("slack-you");
  if (!select) return;
  if ([...select.options].some((option) => option.value === name)) select.value = name;
  else become(select.value);
}

export function become(other) {
  if (other === name) return;
  name = other;
  sessionStorage.setItem(KEY, name);
  document.dispatchEvent(new CustomEvent("another-person"));
}

document.addEventListener("change", (event) => {
  if (event.target.id === "slack-you") become(event.target.value);
});
