/* The world's clock, told by the server when it jumps and ticking here in between. */

const FACE = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC",
});
let ahead = null;

export function set(now) {
  ahead = now - Date.now() / 1000;
  tick();
}

export function now() {
  return Date.now() / 1000 + (ahead ?? 0);
}

function waited(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const left = (seconds) => (seconds > 0.5 ? waited(Math.ceil(seconds)) : "a moment");

/* As Slack writes days that are near; with a capital letter where they come first. */
const NEAR = { "-1": "tomorrow", 0: "today", 1: "yesterday" };
const DAY = 86400;

function dated({ dataset: { at, day, said } }) {
  const near = NEAR[Math.floor(now() / DAY) - Math.floor(Number(at) / DAY)];
  const word = near && said.startsWith("{day}") ? near[0].toUpperCase() + near.slice(1) : near;
  return said.replace("{day}", word ?? day);
}

function say(which, words) {
  for (const time of document.querySelectorAll(which)) {
    const text = words(time);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function tick() {
  if (ahead === null) return;
  const face = document.getElementById("world-time");
  face.textContent = `${FACE.format(now() * 1000)} UTC`;
  face.dateTime = new Date(now() * 1000).toISOString();
  say(".wait", (time) => waited(now() - Number(time.dataset.since)));
  say(".ago", (time) => `${waited(now() - Number(time.dataset.since))} ago`);
  say(".day", dated);
  say(".until", (time) => left(Number(time.dataset.until) - now()));
}

setInterval(tick, 1000);
