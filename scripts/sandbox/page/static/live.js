/* One stream of events for the view that is open: first its frame, then whatever changes in it. */

import * as clock from "./clock.js";
import { patch } from "./patch.js";

let stream = null;

export function open(view, { framed, changed, touch }) {
  stream?.close();
  stream = new EventSource(`/live?view=${encodeURIComponent(view)}`);
  let shown = false;
  stream.addEventListener("view", (event) => {
    touch(true);
    if (!shown) framed(JSON.parse(event.data));
    shown = true;
  });
  stream.addEventListener("change", (event) => {
    const news = JSON.parse(event.data);
    if (news.now !== undefined) clock.set(news.now);
    const first = !stream.settled;
    stream.settled = true;
    for (const [name, change] of Object.entries(news.lists)) {
      for (const list of document.querySelectorAll(`[data-list="${name}"]`)) patch(list, change);
    }
    clock.tick();
    changed(first);
  });
  stream.addEventListener("error", () => touch(false));
}
