/* Swaps the pieces of a list that changed and leaves every other piece alone: focus, open folds and frames stay. */

const parsed = document.createElement("template");
/* What each piece was made of: a new stream tells everything again, most of it unchanged. */
const sources = new WeakMap();

function built(html, key, before) {
  parsed.innerHTML = html;
  const piece = parsed.content.firstElementChild;
  piece.dataset.key = key;
  sources.set(piece, html);
  if (before) {
    for (const fold of piece.matches("[data-keep]") ? [piece] : piece.querySelectorAll("[data-keep]")) {
      const same = `[data-keep="${CSS.escape(fold.dataset.keep)}"]`;
      const old = before.matches(same) ? before : before.querySelector(same);
      if (old) fold.open = old.open;
    }
  }
  return piece;
}

/* Where the focus was inside a piece that goes, so that it can be put back in the one that comes. */
function focusIn(piece) {
  const at = document.activeElement;
  if (!at || at === document.body || !piece.contains(at)) return null;
  if (at.id) return `#${CSS.escape(at.id)}`;
  if (at.dataset.press) return `[data-ts="${at.closest("[data-ts]").dataset.ts}"] [data-press="${CSS.escape(at.dataset.press)}"]`;
  return at.hasAttribute("href") ? `a[href="${CSS.escape(at.getAttribute("href"))}"]` : null;
}

export function patch(list, change) {
  const filled = list.dataset.filled === "yes";
  const have = new Map([...list.children].map((piece) => [piece.dataset.key, piece]));
  let place = list.firstElementChild;
  for (const key of change.order) {
    const before = have.get(key);
    have.delete(key);
    let piece = before;
    if (key in change.set && !(before && sources.get(before) === change.set[key])) {
      const focus = before && focusIn(before);
      piece = built(change.set[key], key, before);
      if (before) {
        if (place === before) place = piece;
        before.replaceWith(piece);
      } else if (filled) {
        piece.classList.add("arrived");
      }
      if (focus) (piece.parentElement ?? piece).querySelector(focus)?.focus({ preventScroll: true });
    }
    if (!piece) continue;
    if (piece === place) place = piece.nextElementSibling;
    else list.insertBefore(piece, place);
  }
  for (const gone of have.values()) gone.remove();
  list.dataset.filled = "yes";
}
