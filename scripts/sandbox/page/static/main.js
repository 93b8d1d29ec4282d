/* Which view is open, and everything around it. An address after the # is a place: #ticket/T-..., #channel/finance. */

import * as live from "./live.js";
import * as sheet from "./sheet.js";
import * as slackYou from "./slack_you.js";
import "./slack_hands.js";
import "./send.js";
import "./world.js";

const main = document.getElementById("main");
const offline = document.getElementById("offline");
const seen = new Map();
const last = { channel: "", inbox: "", sheet: "" };
let view = "";
let target = "";
let started = false;

const firstOf = (kind) => document.querySelector(`[data-nav^="${kind}/"]`)?.dataset.nav;

function place() {
  const hash = decodeURIComponent(location.hash.slice(1)) || "queue";
  if (hash === "channels") return last.channel || firstOf("channel") || "queue";
  if (hash === "inboxes") return last.inbox || firstOf("inbox") || "queue";
  if (hash === "sheet") return last.sheet || "sheet";
  return hash;
}

function go() {
  const at = place();
  if (at === "main") return main.focus();
  const panel = at === "send" || at === "world" ? at : "";
  document.body.dataset.panel = panel;
  if (panel) {
    document.getElementById(panel).scrollIntoView({ block: "start" });
    document.getElementById(panel).querySelector("input:checked, select, button")?.focus({ preventScroll: true });
    if (view) return mark();
  }
  const [kind, name = "", rest = ""] = panel ? ["queue"] : at.split("/");
  target = kind === "channel" ? rest : "";
  const wanted = kind === "channel" ? `channel/${name}` : panel ? "queue" : at;
  if (kind in last && name) last[kind] = `${kind}/${name}`;
  if (wanted === view) {
    reach();
    return mark();
  }
  view = wanted;
  live.open(view, { framed, changed, touch });
  mark();
}

function mark() {
  const panel = document.body.dataset.panel;
  const here = view.startsWith("sheet") ? "sheet" : view.startsWith("inbox/") ? view.split("/").slice(0, 2).join("/") : view;
  for (const link of document.querySelectorAll("[data-nav]")) {
    const nav = link.dataset.nav;
    if (nav === here) seen.set(nav, link.dataset.last);
    else if (!started) seen.set(nav, link.dataset.last);
    link.classList.toggle("unread", Boolean(link.dataset.last) && link.dataset.last > (seen.get(nav) ?? ""));
    if (nav === here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const tab of document.querySelectorAll(".tabs a")) {
    const own = tab.hash.slice(1);
    const current = panel ? own === panel : own === view || (tab.dataset.tab && view.startsWith(`${tab.dataset.tab}/`));
    if (current) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

/* On a wide screen the columns scroll, on a narrow one the page does. */
const scroller = () => (getComputedStyle(main).overflowY === "auto" ? main : document.scrollingElement);
const nearEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 160;
let following = false;

function framed(frame) {
  document.title = `${frame.title} · Ticket router`;
  main.innerHTML = frame.html;
  slackYou.shown();
  scroller().scrollTop = 0;
  following = frame.view.startsWith("channel/");
  if (started && !main.contains(document.activeElement) && document.activeElement?.closest("nav")) {
    main.focus({ preventScroll: true });
  }
}

/* Work that is done says so for a moment; a page that is opened later need not hear of it. */
function settle(first) {
  const done = document.querySelector(".job.over:not([hidden])");
  if (done && (first || !done.dataset.told)) {
    done.hidden = first && !done.classList.contains("failed");
    done.dataset.told = "yes";
    if (!done.classList.contains("failed")) setTimeout(() => { done.hidden = true; }, 4000);
  }
}

function changed(first) {
  settle(!started);
  mark();
  started = true;
  document.body.dataset.ready = "yes";
  sift();
  sheet.arranged(first);
  if (first) reach(true);
  else if (following && !target) toEnd();
}

/* Pieces that were never on the screen get their true height only once they are, so the end moves once or twice. */
function toEnd(more = 4) {
  scroller().scrollTop = scroller().scrollHeight;
  if (more && following) requestAnimationFrame(() => toEnd(more - 1));
}

function reach(first = false) {
  if (!view.startsWith("channel/")) return;
  const message = target && document.getElementById(`m-${target}`);
  if (message) {
    for (const old of document.querySelectorAll(".sl-found")) old.classList.remove("sl-found");
    message.classList.add("sl-found");
    message.scrollIntoView({ block: "start" });
    message.focus({ preventScroll: true });
  } else if (first) toEnd();
}

for (const sign of ["wheel", "touchmove", "keydown"]) {
  addEventListener(sign, () => requestAnimationFrame(() => {
    following = view.startsWith("channel/") && nearEnd(scroller());
  }), { passive: true });
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("ticker").open = false;
});

/* The queue's filter. */
function sift() {
  const words = (document.getElementById("filter")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll(".view-queue .row")) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
  }
}

document.addEventListener("input", (event) => {
  if (event.target.id === "filter") sift();
});

document.addEventListener("change", (event) => {
  const { jump } = event.target.dataset;
  if (jump) location.hash = `#${jump}/${event.target.value}`;
  if ("plain" in event.target.dataset) {
    const mail = event.target.closest(".mail");
    mail.querySelector(".mail-text").hidden = !event.target.checked;
    mail.querySelector(".mail-body").hidden = event.target.checked;
  }
});

/* A mail is shown in full: its frame is as tall as it is. */
function measure(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.style.height = `${page.scrollHeight}px`;
}
document.addEventListener("load", (event) => {
  if (event.target.matches?.(".mail-body")) measure(event.target);
}, true);
addEventListener("resize", () => document.querySelectorAll(".mail-body").forEach(measure));

function touch(connected) {
  offline.hidden = connected;
}

document.addEventListener("another-person", () => live.open(view, { framed, changed, touch }, true));
addEventListener("hashchange", go);
/* The address is this one already, but whoever follows the link again has scrolled away meanwhile. */
document.addEventListener("click", (event) => {
  if (event.target.closest("a")?.getAttribute("href") === location.hash) reach();
});
go();
