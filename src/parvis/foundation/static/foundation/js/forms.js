// Forms that submit by themselves, keep drafts, count characters. All of them work without this file.

import { words } from "./words.js";

const known = new WeakSet();
const once = (found) => !known.has(found) && known.add(found);

function submitAlone(form) {
  let waiting = 0;
  const submit = () => form.requestSubmit();
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) submit();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("input[type=search], input[type=text]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(submit, 400);
  });
}

function keepDraft(form) {
  const key = `draft:${location.pathname}:${form.getAttribute("action") || ""}`;
  const area = form.querySelector("textarea");
  if (!area) return;
  const kept = sessionStorage.getItem(key);
  if (kept && !area.value) {
    area.value = kept;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.addEventListener("input", () => (area.value ? sessionStorage.setItem(key, area.value) : sessionStorage.removeItem(key)));
  const forget = () => sessionStorage.removeItem(key);
  form.addEventListener("submit", forget);
  form.addEventListener("htmx:afterRequest", (event) => (event.detail.successful ? forget() : sessionStorage.setItem(key, area.value)));
}

function count(area) {
  const place = document.getElementById(area.dataset.count);
  const limit = Number(area.dataset.limit);
  if (!place || !limit) return;
  const write = () => {
    // People count what they see: an emoji or an accented letter is one.
    const length = Intl.Segmenter ? [...new Intl.Segmenter().segment(area.value)].length : [...area.value].length;
    place.textContent = new Intl.NumberFormat(document.documentElement.lang).format(limit - length);
    place.classList.toggle("is-over", length > limit);
    area.setAttribute("aria-invalid", String(length > limit));
  };
  area.addEventListener("input", write);
  write();
}

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  area.addEventListener("input", fit);
  fit();
}

export function attach(root) {
  const found = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  for (const form of found("form[data-autosubmit]")) if (once(form)) submitAlone(form);
  for (const form of found("form[data-guard]")) if (once(form)) keepDraft(form);
  for (const area of found("textarea[data-count]")) if (once(area)) count(area);
  for (const area of found("textarea[data-grow]")) if (once(area)) grow(area);
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("form[data-submit-keys]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.tickAll;
    if (!name) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
  });
  addEventListener("beforeunload", (event) => {
    const isUnsent = [...document.querySelectorAll("form[data-guard=ask] textarea")].some((area) => area.value && area.value !== area.defaultValue);
    if (isUnsent) {
      event.preventDefault();
      event.returnValue = words.unsaved;
    }
  });
}
