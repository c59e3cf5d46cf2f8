// Ctrl-K: one field that finds places, persons, conversations, mentions and acts. Keyboard all the way.

import { element, icon, meta, words } from "./words.js";

const bar = document.getElementById("command-bar");
const input = bar?.querySelector(".command-input");
const results = bar?.querySelector(".command-results");
const empty = bar?.querySelector(".command-empty");
const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
let chosen = -1;
let asked = 0;
let waiting = 0;

function onThisPage() {
  const places = [...document.querySelectorAll(".rail-places > li > [data-place]")].map((link) => ({
    label: link.querySelector(".place-word").textContent.trim(),
    url: link.getAttribute("href"),
    icon: link.querySelector("use").getAttribute("href").split("#")[1],
    group: words.places,
  }));
  const inside = [...document.querySelectorAll(".inside .tab")].map((link) => ({
    label: link.querySelector("span").textContent.trim(), url: link.getAttribute("href"), icon: "arrow-right", group: words.places,
  }));
  const acts = [...document.querySelectorAll(".stage [data-shortcut-label]")]
    .filter((target) => target.checkVisibility?.() ?? true)
    .map((target) => ({ label: target.dataset.shortcutLabel, target, icon: "bolt", hint: target.dataset.shortcut, group: words.onThisPage }));
  return [...acts, ...places, ...inside];
}

const near = (question) => onThisPage().filter((entry) => fold(entry.label).includes(fold(question)));

function show(found, { isAsking = false } = {}) {
  results.replaceChildren();
  chosen = -1;
  let group = null;
  let box = results;
  found.forEach((entry, index) => {
    if (entry.group && entry.group !== group) {
      group = entry.group;
      box = element("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", group);
      const heading = element("div", "command-group", group);
      heading.setAttribute("aria-hidden", "true");
      box.append(heading);
      results.append(box);
    }
    const option = element(entry.url ? "a" : "div", "command-option");
    if (entry.url) option.href = entry.url;
    option.id = `command-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.tabIndex = -1;
    option.append(icon(entry.icon || "arrow-right"), element("span", "command-option-label", entry.label));
    if (entry.hint) option.append(element("span", "command-option-hint", entry.hint));
    if (entry.target) {
      option.addEventListener("click", () => {
        bar.close();
        entry.target.matches("input, textarea, select") ? entry.target.focus() : entry.target.click();
      });
    }
    box.append(option);
  });
  empty.hidden = found.length > 0 || isAsking;
  empty.textContent = empty.hidden ? "" : words.nothingFound;
  if (!found.length) input.removeAttribute("aria-activedescendant");
  if (found.length) choose(0);
}

function choose(index) {
  const options = [...results.querySelectorAll("[role=option]")];
  if (!options.length) return;
  chosen = (index + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  input.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

async function ask() {
  const question = input.value.trim();
  const number = ++asked;
  if (!question) return show(onThisPage());
  let found = [];
  try {
    const address = new URL(meta("parvis-commands"), location.href);
    address.searchParams.set("q", question);
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok) {
      const answer = await response.json();
      found = Array.isArray(answer) ? answer : answer.results || [];
    }
  } catch {
    found = [];
  }
  // An answer to an older question must not overwrite the newer one.
  if (number === asked) show([...near(question), ...found]);
}

// Whoever presses Enter before the answer is there gets the page with everything found.
function openChosen() {
  const option = results.querySelectorAll("[role=option]")[chosen];
  const question = input.value.trim();
  if (option) option.click();
  else if (question && !empty.textContent) location.href = `${document.querySelector("[data-command-bar]").href}?q=${encodeURIComponent(question)}`;
}

function open() {
  if (bar.open) return bar.close();
  input.value = "";
  show(onThisPage());
  bar.showModal();
  input.focus();
}

export function start() {
  if (!bar) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-command-bar]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    // What stood there answers other words: nothing of it may be opened by Enter.
    asked += 1;
    show(near(input.value.trim()), { isAsking: Boolean(input.value.trim()) });
    waiting = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Home" && !input.value) choose(0);
    else if (event.key === "Enter") openChosen();
    else return;
    event.preventDefault();
  });
}
