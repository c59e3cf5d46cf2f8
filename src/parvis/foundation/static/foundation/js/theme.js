// Light, dark or as the system: seen at once, kept by the server in the account.

import { csrfToken } from "./words.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    const chosen = event.submitter?.value;
    if (!form || !chosen) return;
    event.preventDefault();
    document.documentElement.dataset.theme = chosen;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button.value === chosen);
    document.dispatchEvent(new CustomEvent("parvis:theme"));
    const body = new FormData(form);
    body.set("theme", chosen);
    if (form.getAttribute("action")) {
      fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" });
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("parvis:theme")));
}
