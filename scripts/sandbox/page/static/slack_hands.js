/* The buttons on cards: a press goes the way that Slack's own would, and what comes of it is shown to who pressed. */

import * as modal from "./slack_modal.js";
import { you } from "./slack_you.js";
import { asked, toast } from "./talk.js";

async function press(button) {
  if (button.hasAttribute("aria-busy")) return;
  const { ts } = button.closest("[data-ts]").dataset;
  const { channel } = button.closest("[data-channel]").dataset;
  const before = whispers().length;
  button.setAttribute("aria-busy", "true");
  const told = await asked("slack-press", { you: you(), channel, ts, action: button.dataset.press });
  button.removeAttribute("aria-busy");
  if (told.modal) modal.open(told.modal, () => back(ts, button.dataset.press));
  else if (told.told?.length) whispered(plain(told.told.join(" ")), before);
}

/* The sentence stands at the end of the channel, as in Slack. Where that is out of sight it is said at the edge as well;
   where it is in sight, it is only said to screen readers. */
async function whispered(text, before) {
  const until = Date.now() + 1500;
  while (whispers().length <= before && Date.now() < until) await pause(50);
  await pause(100); // a channel that is followed scrolls to its end
  const at = whispers().length > before && whispers().at(-1).getBoundingClientRect();
  const edge = document.querySelector(".tabs").getBoundingClientRect().top || innerHeight;
  const seen = at && at.top > 0 && at.bottom <= edge;
  toast(`Only visible to you: ${text}`, false, seen);
}

const whispers = () => [...document.querySelectorAll(".sl-whisper")];
const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

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
