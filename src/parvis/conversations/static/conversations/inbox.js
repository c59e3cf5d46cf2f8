// The desk: keeps drafts, tells who reads and writes, keeps the newest message in sight. Everything works without it.

const COMPOSER = "[data-composer]";
const WRITING_FOR_MS = 8000;

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

// A text that is not sent survives a closed tab: it belongs to this browser and this conversation, with its kind.
function keepDraft(form) {
  const key = `parvis-draft:${form.dataset.draft}`;
  const area = form.elements.text;
  const store = () => {
    if (area.value.trim()) localStorage.setItem(key, JSON.stringify({ kind: form.elements.kind.value, text: area.value }));
    else localStorage.removeItem(key);
  };
  area.addEventListener("input", store);
  for (const choice of form.querySelectorAll("input[name=kind]")) choice.addEventListener("change", store);
  form.addEventListener("submit", () => localStorage.removeItem(key));
  // A refused text comes back with the page and is kept again.
  const proposed = "proposed" in form.dataset ? area.value : "";
  if (area.value && !proposed) return store();
  const kept = localStorage.getItem(key);
  if (!kept) return;
  let { kind, text } = JSON.parse(kept);
  // Proposed words come after what was being written, once.
  if (proposed && !text.includes(proposed)) text = `${text}\n\n${proposed}`;
  const choice = form.querySelector(`input[type=radio][name=kind][value="${kind === "note" ? "note" : "reply"}"]`);
  if (choice) choice.checked = true;
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function tellPresence(form) {
  let typedAt = 0;
  let told = "";
  const send = (state) => {
    const body = new FormData();
    body.set("state", state);
    body.set("csrfmiddlewaretoken", token());
    if (state === "left") navigator.sendBeacon(form.dataset.presence, body);
    else fetch(form.dataset.presence, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
    told = state;
  };
  const state = () => (Date.now() - typedAt < WRITING_FOR_MS && form.elements.text.value.trim() ? "writing" : "reading");
  form.elements.text.addEventListener("input", () => {
    typedAt = Date.now();
    if (told !== "writing" && form.elements.kind.value === "reply") send("writing");
  });
  send("reading");
  setInterval(() => document.hidden || send(state()), Number(form.dataset.heartbeat) * 1000);
  setInterval(() => told === "writing" && state() === "reading" && !document.hidden && send("reading"), 2000);
  addEventListener("pagehide", () => send("left"));
}

function showNewest() {
  const place = document.querySelector("[data-thread-scroll]");
  if (place) place.scrollTop = place.scrollHeight;
}

function chooseKind(form, kind) {
  const choice = form.querySelector(`input[name=kind][value=${kind}]`);
  if (choice?.type === "radio" && !choice.checked) choice.click();
  form.elements.text.focus();
}

const form = document.querySelector(COMPOSER);
if (form) {
  keepDraft(form);
  tellPresence(form);
}
if (!location.hash || location.hash === "#last") showNewest();

const isTyping = (target) => target.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
document.addEventListener(
  "keydown",
  (event) => {
    if (!form || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const kind = { r: "reply", n: "note" }[event.key];
    if (!kind) return;
    event.preventDefault();
    chooseKind(form, kind);
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === form?.elements.text) form.elements.text.blur();
});

// Opened one after the other with j, k and Enter, the list stays where it was.
const place = document.querySelector("[data-keep-scroll]");
if (place) {
  const kept = sessionStorage.getItem("parvis-list");
  const current = place.querySelector(".is-current");
  if (kept) place.scrollTop = Number(kept);
  current?.scrollIntoView({ block: "nearest" });
  place.addEventListener("scroll", () => sessionStorage.setItem("parvis-list", String(place.scrollTop)), { passive: true });
}

let wasAtEnd = true;
document.addEventListener("htmx:beforeSwap", (event) => {
  const scroll = document.querySelector("[data-thread-scroll]");
  if (scroll) wasAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const list = document.querySelector("[data-keep-scroll]");
  if (list && event.detail.target?.id === "inbox-list") sessionStorage.setItem("parvis-list", String(list.scrollTop));
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "thread" && wasAtEnd) showNewest();
  const list = document.querySelector("[data-keep-scroll]");
  if (list) list.scrollTop = Number(sessionStorage.getItem("parvis-list") ?? 0);
  // The link that brought older messages has done its work.
  const asked = event.detail.requestConfig?.elt;
  if (asked?.matches?.("[data-older]")) asked.closest("li")?.remove();
});

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-person-toggle]");
  if (toggle) {
    const shown = toggle.closest(".panes").classList.toggle("shows-person");
    for (const one of document.querySelectorAll("[data-person-toggle][aria-expanded]")) one.setAttribute("aria-expanded", String(shown));
  }
  const pictures = event.target.closest("[data-show-pictures]");
  if (pictures) {
    event.preventDefault();
    pictures.closest("[data-laid-out]").querySelector("iframe").src = pictures.href;
    pictures.closest("p").remove();
  }
  const picture = event.target.closest("[data-picture]");
  if (picture && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    enlarge(picture);
  }
});

// The large picture in a dialog, which the browser gives back to the small one when it closes.
function enlarge(link) {
  const dialog = document.createElement("dialog");
  dialog.className = "picture-dialog";
  dialog.setAttribute("aria-label", link.dataset.picture);
  const head = document.createElement("header");
  const name = document.createElement("strong");
  name.textContent = link.dataset.picture;
  const download = document.createElement("a");
  download.className = "button button-quiet button-small";
  download.href = link.dataset.download;
  download.download = "";
  download.append(sign("download"), word(link.dataset.downloadWord));
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet button-icon";
  close.dataset.dialogClose = "";
  close.setAttribute("aria-label", JSON.parse(document.getElementById("parvis-words").textContent).close);
  close.append(sign("x"));
  head.append(name, download, close);
  const large = document.createElement("img");
  large.src = link.href;
  large.alt = link.dataset.picture;
  dialog.append(head, large);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function word(text) {
  const made = document.createElement("span");
  made.className = "button-word";
  made.textContent = text;
  return made;
}

function sign(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.querySelector('meta[name="parvis-sprite"]').content}#${name}`);
  picture.append(use);
  return picture;
}

// Files chosen for an answer: each can be left out again, and one that is too large is told before it is sent.
document.addEventListener("change", (event) => {
  const field = event.target.closest?.("[data-files]");
  if (field) showFiles(field);
});

function showFiles(field) {
  const list = field.form.querySelector("[data-files-chosen]");
  for (const old of list.querySelectorAll("[data-chosen]")) old.remove();
  let refusal = "";
  for (const file of field.files) {
    const row = document.createElement("li");
    row.className = "attachment";
    row.dataset.chosen = "";
    const size = document.createElement("span");
    size.className = "fine";
    size.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }).format(Math.ceil(file.size / 1024));
    const leave = document.createElement("button");
    leave.type = "button";
    leave.className = "button button-quiet button-icon button-small";
    leave.setAttribute("aria-label", list.dataset.remove.replace("%s", file.name));
    leave.append(sign("x"));
    leave.addEventListener("click", () => {
      const kept = new DataTransfer();
      for (const one of field.files) if (one !== file) kept.items.add(one);
      field.files = kept.files;
      showFiles(field);
      field.focus();
    });
    if (file.size > Number(list.dataset.mostBytes)) {
      refusal = list.dataset.tooLarge.replace("%s", file.name);
      row.classList.add("is-refused");
    }
    row.append(sign("paperclip"), file.name, size, leave);
    list.append(row);
  }
  field.setCustomValidity(refusal);
  if (refusal) field.reportValidity();
}

// The knowledge base under the answer: opened, it proposes what fits; what is put in is counted for its editors.
const articles = document.querySelector("[data-articles]");
articles?.addEventListener("toggle", () => {
  if (!articles.open) return;
  const field = articles.querySelector("input[type=search]");
  field.dispatchEvent(new Event("opened"));
  field.focus();
});
articles?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    articles.open = false;
    form.elements.text.focus();
  }
  if (event.key === "Enter" && event.target.matches("input[type=search]")) event.preventDefault();
});
articles?.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-article]");
  if (!button) return;
  const answer = await fetch(button.dataset.articleUrl, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const words = (await answer.json())[button.dataset.articleAs];
  const area = form.elements.text;
  const before = area.value.slice(0, area.selectionStart).trimEnd();
  const after = area.value.slice(area.selectionEnd).trimStart();
  area.value = [before, words, after].filter(Boolean).join("\n\n");
  area.selectionStart = area.selectionEnd = (before ? before.length + 2 : 0) + words.length;
  if (!form.querySelector(`[name=article][value="${button.dataset.article}"]`))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "article", value: button.dataset.article }));
  articles.open = false;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
});
