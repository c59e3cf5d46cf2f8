// Quiet success with a way back. Those without undo leave after six seconds, those with it after ten.

import { csrfToken, element, icon, words } from "./words.js";

const ICONS = { success: "circle-check", danger: "alert-circle", warning: "alert-triangle", information: "info-circle" };

export function toast({ text, tone = "success", undo = "" }) {
  const made = element("div", `toast toast-${tone}`);
  made.dataset.toast = "";
  made.append(icon(ICONS[tone] || ICONS.success), element("p", "", text));
  if (undo) {
    const form = element("form");
    form.method = "post";
    form.action = undo;
    const token = element("input");
    Object.assign(token, { type: "hidden", name: "csrfmiddlewaretoken", value: csrfToken() });
    form.append(token, element("button", "toast-undo", words.undo));
    made.append(form);
  }
  const close = element("button", "toast-close");
  close.type = "button";
  close.dataset.toastClose = "";
  close.title = words.close;
  close.setAttribute("aria-label", words.close);
  close.append(icon("x"));
  made.append(close);
  document.getElementById("toasts")?.append(made);
  leaveLater(made);
}

function leaveLater(shown) {
  if (shown.dataset.leaves) return;
  shown.dataset.leaves = "1";
  // Mistakes stay until they are read; nothing leaves while somebody points at it.
  if (shown.classList.contains("toast-danger")) return;
  const seconds = shown.querySelector("form") ? 10 : 6;
  const leave = () => (shown.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : shown.remove());
  setTimeout(leave, seconds * 1000);
}

export function attach(root) {
  root.querySelectorAll?.("[data-toast]").forEach(leaveLater);
}

export function start() {
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]")?.remove());
  document.addEventListener("parvis:toast", (event) => toast(event.detail));
  document.addEventListener("htmx:sendError", () => toast({ text: words.failed, tone: "danger" }));
  document.addEventListener("htmx:responseError", (event) => {
    const refused = [403, 404].includes(event.detail.xhr.status);
    toast({ text: refused ? words.refused : words.failed, tone: "danger" });
  });
}
