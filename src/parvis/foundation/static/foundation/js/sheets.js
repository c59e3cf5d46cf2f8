// Menus that close by themselves, the side panel as a sheet on small screens, native dialogs.

import { element, icon, words } from "./words.js";

let opener = null;

function openSheet(sheet, from) {
  opener = from;
  sheet.classList.add("is-open");
  const veil = element("div", "sheet-veil");
  veil.dataset.sheetVeil = "";
  sheet.before(veil);
  if (!sheet.querySelector(".sheet-close")) {
    const close = element("button", "button button-quiet button-icon sheet-close");
    close.type = "button";
    close.setAttribute("aria-label", words.close);
    close.append(icon("x"));
    sheet.prepend(close);
  }
  sheet.querySelector(".sheet-close").focus();
}

function closeSheet() {
  const sheet = document.querySelector(".side.is-open");
  if (!sheet) return false;
  sheet.classList.remove("is-open");
  document.querySelectorAll("[data-sheet-veil]").forEach((veil) => veil.remove());
  opener?.focus();
  return true;
}

function closeMenus(except = null) {
  let closed = false;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu === except || menu.contains(except)) continue;
    menu.open = false;
    closed = true;
  }
  return closed;
}

export function start() {
  // Tabs that do not fit on a phone show the current one.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) tab.scrollIntoView({ block: "nearest", inline: "center" });
  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details[data-menu]"));
    if (target.closest("[data-menu-close]")) target.closest("details[data-menu]").open = false;
    const sheetOpener = target.closest("[data-sheet-open]");
    if (sheetOpener) openSheet(document.getElementById(sheetOpener.dataset.sheetOpen), sheetOpener);
    if (target.closest("[data-sheet-veil], .sheet-close")) closeSheet();
    const dialogOpener = target.closest("[data-dialog-open]");
    if (dialogOpener) document.getElementById(dialogOpener.dataset.dialogOpen)?.showModal();
    if (target.closest("[data-dialog-close]")) target.closest("dialog")?.close();
    // A click on a dialog's backdrop has the dialog itself as its target.
    if (target instanceof HTMLDialogElement && target.open) {
      const box = target.getBoundingClientRect();
      const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!isInside) target.close();
    }
    const copy = target.closest("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const menu = document.activeElement?.closest("details[data-menu][open]");
    if (closeSheet() || closeMenus()) {
      menu?.querySelector("summary").focus();
      event.preventDefault();
    }
  });
}
