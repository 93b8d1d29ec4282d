/* Time, schedules and trouble. */

import { ask, asked, forgive, refuse, toast } from "./talk.js";

const form = document.getElementById("fail");
const problem = document.getElementById("fail-error");
const service = document.getElementById("fail-service");
const kind = document.getElementById("fail-kind");

/* Only what the chosen service knows is offered. */
function narrow() {
  const known = service.selectedOptions[0].dataset.kinds.split(" ");
  for (const option of kind.options) option.hidden = option.disabled = !known.includes(option.value);
  if (kind.selectedOptions[0]?.disabled ?? true) kind.value = known[0];
}

service.addEventListener("change", narrow);
narrow();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  forgive(form, problem);
  const told = await ask("fail", Object.fromEntries(new FormData(form)));
  if (told.error) refuse(form, form, told, problem);
});
form.addEventListener("input", () => forgive(form, problem));

document.getElementById("drive").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = await asked("drive-next", Object.fromEntries(new FormData(event.target)));
  if (told.said) toast(told.said);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.advance) await asked("advance", { seconds: Number(button.dataset.advance) });
  else if (button.dataset.fire) await asked("fire", { schedule: button.dataset.fire });
  else if ("stop" in button.dataset) await asked("stop");
  else if ("closeJob" in button.dataset) button.closest(".job").hidden = true;
  else if ("heal" in button.dataset) {
    const told = await asked("heal");
    if (told.said) toast(told.said);
  }
});
