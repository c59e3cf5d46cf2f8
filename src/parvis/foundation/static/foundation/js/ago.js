// Keeps "5 min ago" true while the page stays open. The steps are those of components/times.py.

import { words } from "./words.js";

const WEEK = 7 * 86400;

function inWords(seconds) {
  const said = words.ago;
  const isFuture = seconds < 0;
  const distance = Math.abs(seconds);
  const put = (pattern, number) => pattern.replace("%(n)d", number);
  if (distance < 60) return said.now;
  if (distance < 3600) return put(isFuture ? said.inMinutes : said.minutes, Math.floor(distance / 60));
  if (distance < 86400) return put(isFuture ? said.inHours : said.hours, Math.floor(distance / 3600));
  const days = Math.floor(distance / 86400);
  if (isFuture) return put(days === 1 ? said.inDay : said.inDays, days);
  return put(days === 1 ? said.day : said.days, days);
}

export function refresh(root = document) {
  if (!words.ago) return;
  for (const shown of root.querySelectorAll("time[data-ago]")) {
    const seconds = (Date.now() - Date.parse(shown.dateTime)) / 1000;
    // Past a week the server has written the date; a prefix such as "waiting" stays in front.
    if (!(Math.abs(seconds) < WEEK)) continue;
    shown.dataset.said ??= shown.textContent;
    const text = inWords(seconds);
    const prefix = shown.dataset.ago;
    const next = prefix ? `${prefix} ${text}` : text;
    if (shown.textContent !== next) shown.textContent = next;
  }
}

export function start() {
  setInterval(refresh, 30_000);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
