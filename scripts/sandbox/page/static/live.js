/* One stream of events for the view that is open: first its frame, then whatever changes in it. */

import * as clock from "./clock.js";
import { patch } from "./patch.js";
import { you } from "./slack_you.js";

let stream = null;

/* With `again` the view is open already, and only who looks at it is another. */
export function open(view, { framed, changed, touch }, again = false) {
  stream?.close();
  stream = new EventSource(`/live?view=${encodeURIComponent(view)}&you=${encodeURIComponent(you())}`);
  let shown = again;
  stream.addEventListener("view", (event) => {
    touch(true);
    if (!shown) framed(JSON.parse(event.data));
    shown = true;
  });
  stream.addEventListener("change", (event) => {
    const news = JSON.parse(event.data);
    if (news.now !== undefined) clock.set(news.now);
    const first = !stream.settled && !again;
    stream.settled = true;
    for (const [name, change] of Object.entries(news.lists)) {
      for (const list of document.querySelectorAll(`[data-list="${name}"]`)) patch(list, change);
    }
    clock.tick();
    changed(first);
  });
  stream.addEventListener("error", () => touch(false));
}
