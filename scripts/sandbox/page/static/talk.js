/* Asking the world to do something, and telling the visitor how that went. */

export async function ask(verb, given = {}) {
  try {
    const answer = await fetch(`/do/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(given),
    });
    const told = await answer.json().catch(() => ({}));
    return answer.ok ? told : { error: told.error ?? `That did not work (status ${answer.status}).`, fields: told.fields };
  } catch {
    return { error: "The local world does not answer. If the demo was stopped, start it again." };
  }
}

/* With `quiet` it is there for screen readers alone. */
export function toast(text, failed = false, quiet = false) {
  const note = document.createElement("p");
  note.className = quiet ? "visually-hidden" : failed ? "toast failed" : "toast";
  note.textContent = text;
  document.getElementById("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), failed ? 8000 : 4000);
}

export async function asked(verb, given) {
  const told = await ask(verb, given);
  if (told.error) toast(told.error, true);
  return told;
}

/* Marks the fields that were refused, each with its own sentence; what has no field is said below. */
export function refuse(form, scope, told, place) {
  const rest = [];
  for (const [name, text] of Object.entries(told.fields ?? {})) {
    const input = scope.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!input) {
      rest.push(text);
      continue;
    }
    const note = document.createElement("span");
    note.className = "field-error";
    note.id = `${input.id}-error`;
    note.textContent = text;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-errormessage", note.id);
    input.after(note);
  }
  place.textContent = [told.error, ...rest].join(" ");
  place.hidden = false;
  (form.querySelector("[aria-invalid]") ?? place).focus?.();
}

export function forgive(form, place) {
  for (const note of form.querySelectorAll(".field-error")) note.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-errormessage");
  }
  place.hidden = true;
}
