// Keys of the page. An element carries its own key (data-shortcut="e" or "g i"); `?` lists them. Never while typing.

import { element, isTyping, words } from "./words.js";

const PLACE_KEYS = { today: "t", inbox: "i", listen: "l", community: "c", people: "p", value: "v", workplace: "w", settings: "s" };
const NEXT_KEY_WITHIN_MS = 1200;
let pending = "";
let timer = 0;

const isShown = (found) => found.checkVisibility?.() ?? found.offsetParent !== null;

function keyed() {
  const found = new Map();
  for (const shown of document.querySelectorAll("[data-shortcut]")) {
    if (!found.has(shown.dataset.shortcut) && isShown(shown)) found.set(shown.dataset.shortcut, shown);
  }
  for (const place of document.querySelectorAll(".rail-places > li > [data-place]")) {
    const key = PLACE_KEYS[place.dataset.place];
    if (key) found.set(`g ${key}`, place);
  }
  return found;
}

function press(target) {
  if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) target.focus();
  else target.click();
}

function keys(combination) {
  const shown = element("dt");
  for (const key of combination.split(" ")) shown.append(element("kbd", "", key), " ");
  return shown;
}

function list() {
  const panel = document.getElementById("shortcuts-panel");
  if (!panel) return;
  const places = panel.querySelector("[data-shortcuts-places]");
  const here = panel.querySelector("[data-shortcuts-here]");
  places.replaceChildren();
  here.replaceChildren();
  for (const [combination, target] of keyed()) {
    const line = element("div");
    const name = target.dataset.shortcutLabel || target.getAttribute("aria-label") || target.textContent.trim();
    const word = target.dataset.place ? target.querySelector(".place-word").textContent : name;
    line.append(keys(combination), element("dd", "", word));
    (target.dataset.place ? places : here).append(line);
  }
  const isWalked = document.querySelector("[data-rows] .row-link") && !document.querySelector('[data-shortcut="j"]');
  if (isWalked) {
    for (const [combination, name] of [["j k", words.walkList], [`${words.enter} o`, words.openRow]]) {
      const line = element("div");
      line.append(keys(combination), element("dd", "", name));
      here.append(line);
    }
    if (document.querySelector("[data-rows] input[type=checkbox]")) {
      const line = element("div");
      line.append(keys("x"), element("dd", "", words.tickRow));
      here.append(line);
    }
  }
  const own = document.getElementById("page-shortcuts")?.content.cloneNode(true);
  if (own) here.append(...own.querySelectorAll(".shortcuts > div"));
  if (document.querySelector("[data-chart]")) {
    const line = element("div");
    line.append(keys("t"), element("dd", "", words.table));
    here.append(line);
  }
  panel.querySelector("[data-shortcuts-here-block]").hidden = !here.children.length;
  panel.showModal();
}

export function start() {
  document.addEventListener("click", (event) => event.target.closest("[data-shortcuts]") && list());
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || event.key.length !== 1) return;
    if (event.key === "?") {
      event.preventDefault();
      return list();
    }
    const found = keyed();
    const combination = pending ? `${pending} ${event.key}` : event.key;
    clearTimeout(timer);
    pending = "";
    if (found.has(combination)) {
      event.preventDefault();
      press(found.get(combination));
    } else if ([...found.keys()].some((key) => key.startsWith(`${combination} `))) {
      pending = combination;
      timer = setTimeout(() => (pending = ""), NEXT_KEY_WITHIN_MS);
    }
  });
}
