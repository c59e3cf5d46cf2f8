// j and k walk through a list, Enter or o opens, x ticks. The cursor is real focus, so screen readers follow.

import { isTyping } from "./words.js";

const items = (list) => [...list.querySelectorAll(":scope > li, :scope > tbody > tr, :scope > article")].filter((item) => item.querySelector(".row-link"));

function move(list, step) {
  const all = items(list);
  if (!all.length) return;
  const now = all.findIndex((item) => item.classList.contains("is-cursor"));
  const from = now >= 0 ? now : all.findIndex((item) => item.classList.contains("is-current"));
  const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, from + step));
  all.forEach((item, index) => item.classList.toggle("is-cursor", index === next));
  all[next].querySelector(".row-link").focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const list = event.target.closest?.("[data-rows]") || document.querySelector("[data-rows]");
    if (!list) return;
    const isInList = list.contains(event.target);
    const step = { j: 1, k: -1, ArrowDown: isInList ? 1 : 0, ArrowUp: isInList ? -1 : 0 }[event.key];
    const cursor = list.querySelector(".is-cursor");
    if (step) {
      // A screen that gives j and k another meaning says so with data-shortcut.
      if (document.querySelector(`[data-shortcut="${event.key}"]`)) return;
      move(list, step);
    } else if (cursor && event.key === "o") cursor.querySelector(".row-link").click();
    else if (cursor && event.key === "x") cursor.querySelector("input[type=checkbox]")?.click();
    else return;
    event.preventDefault();
  });
}
