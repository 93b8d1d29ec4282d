/* The buttons on cards: a press goes the way that Slack's own would, and what comes of it is shown to who pressed. */

import * as modal from "./slack_modal.js";
import { you } from "./slack_you.js";
import { asked, toast } from "./talk.js";

async function press(button) {
  if (button.hasAttribute("aria-busy")) return;
  const { ts } = button.closest("[data-ts]").dataset;
  const { channel } = button.closest("[data-channel]").dataset;
  button.setAttribute("aria-busy", "true");
  const told = await asked("slack-press", { you: you(), channel, ts, action: button.dataset.press });
  button.removeAttribute("aria-busy");
  if (told.modal) modal.open(told.modal, () => back(ts, button.dataset.press));
  else if (told.told?.length) toast(`Only visible to you: ${plain(told.told.join(" "))}`);
}

/* The card may have been drawn anew while its modal was open. */
function back(ts, action) {
  const card = document.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  (card?.querySelector(`[data-press="${CSS.escape(action)}"]`) ?? card)?.focus({ preventScroll: true });
}

/* Slack's three escapes; a toast is text. */
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.press) press(button);
  else if (button?.dataset.dismiss) asked("slack-dismiss", { you: you(), ts: button.dataset.dismiss });
});
