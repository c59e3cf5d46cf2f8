// Fetched once somebody writes (square.js): marks by button and key, a preview, names after an @, pictures pasted or
// dropped, what is marked on the page as a quote. What it changes can be undone with the browser's own undo.
const HOME = "/community/writing/";
const NAME_BEING_TYPED = /(?:^|[^\p{L}\p{N}_@/.])@([\p{L}\p{N}_.-]{2,30})$/u;
const WAIT = 200; // milliseconds after the last letter of a name

let fragment = null;

async function toolsOf() {
  fragment ??= fetch(HOME, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)));
  const holder = document.createElement("template");
  holder.innerHTML = await fragment;
  return holder.content;
}

// Kept in the browser's history of undoing; where that door is closed, the text is set all the same.
function put(field, text, { from = field.selectionStart, to = field.selectionEnd } = {}) {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function around(field, mark, word = "") {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const inside = value.slice(from, to) || word;
  put(field, `${mark}${inside}${mark}`);
  field.setSelectionRange(from + mark.length, from + mark.length + inside.length);
}

// The lines that the selection touches, each with the sign before it.
function beforeLines(field, sign) {
  const { value } = field;
  const from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = value.indexOf("\n", field.selectionEnd);
  const to = end < 0 ? value.length : end;
  put(field, value.slice(from, to).split("\n").map((line) => sign + line).join("\n"), { from, to });
}

function link(field, word) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to) || word;
  put(field, `[${words}](https://)`);
  const start = from + words.length + 3;
  field.setSelectionRange(start, start + "https://".length);
}

// Words of somebody on this page, with whose they are; without any, the lines of the field become a quote.
export function quote(field, marked = markedOnPage()) {
  if (!marked) return beforeLines(field, "> ");
  const before = field.value.slice(0, field.selectionStart);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const head = marked.who ? `> **${marked.who.replace(/[*_`\[\]\\]/g, "")}**\n>\n` : "";
  put(field, `${gap}${head}${marked.text.split(/\n+/).map((line) => `> ${line}`).join("\n>\n")}\n\n`);
}

export function markedOnPage() {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const text = selection.toString().trim();
  const near = selection.getRangeAt(0).commonAncestorContainer;
  const words = (near.nodeType === Node.ELEMENT_NODE ? near : near.parentElement)?.closest(".words");
  if (!text || !words) return null;
  return { text, who: words.closest(".comment, .answer, .question")?.querySelector(".who")?.textContent.trim() ?? "" };
}

// A button beside what was marked with the pointer; who uses the keyboard has the one in the bar.
export function offerQuote(field) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quote-this", textContent: field.dataset.quote, hidden: true });
  document.body.append(button);
  const place = () => {
    const marked = markedOnPage();
    button.hidden = !marked;
    if (!marked) return;
    const { bottom, left } = getSelection().getRangeAt(0).getBoundingClientRect();
    button.style.top = `${scrollY + bottom + 8}px`;
    button.style.left = `${Math.max(8, Math.min(left, innerWidth - 120))}px`;
  };
  document.addEventListener("selectionchange", place);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", async () => {
    const marked = markedOnPage();
    await help(field);
    if (marked) quote(field, marked);
    button.hidden = true;
  });
  place();
}

async function sendPicture(field, file, status) {
  const token = field.form.elements.csrfmiddlewaretoken?.value ?? "";
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token);
  body.set("picture", file);
  status.textContent = status.dataset.loading;
  const answer = await fetch(`${HOME}pictures/`, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  const said = answer?.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  status.textContent = said.url ? "" : said.problem ?? status.dataset.failed;
  if (said.url) put(field, `${field.value && !field.value.endsWith("\n") ? "\n\n" : ""}![](${said.url})\n`, { from: field.selectionEnd, to: field.selectionEnd });
}

function offerPictures(field, bar, status) {
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", hidden: true });
  bar.append(chooser);
  const take = async (files) => {
    for (const file of [...files].filter((one) => one.type.startsWith("image/")).slice(0, 6)) await sendPicture(field, file, status);
  };
  chooser.addEventListener("change", () => take(chooser.files).then(() => (chooser.value = "")));
  field.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  field.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // The field for pictures below is for who writes without this script.
  field.form.querySelector("[name=pictures]")?.closest(".field")?.setAttribute("hidden", "");
  return () => chooser.click();
}

async function showPreview(field, button, status) {
  const shown = field.parentElement.querySelector(".writing-preview");
  if (shown) {
    shown.remove();
    field.hidden = false;
    button.setAttribute("aria-pressed", "false");
    field.focus();
    return;
  }
  if (!field.value.trim()) {
    status.textContent = status.dataset.empty;
    return;
  }
  const body = new URLSearchParams({ csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken?.value ?? "", text: field.value });
  const answer = await fetch(`${HOME}preview/`, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) {
    status.textContent = status.dataset.failed;
    return;
  }
  status.textContent = "";
  const page = Object.assign(document.createElement("div"), { className: "writing-preview words", tabIndex: 0 });
  page.innerHTML = await answer.text();
  field.after(page);
  field.hidden = true;
  button.setAttribute("aria-pressed", "true");
}

// A list under the bar while a name is typed: arrows and Enter choose, Escape closes it.
function offerNames(field, list) {
  let timer = 0;
  let newest = 0;
  let at = -1;
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    at = -1;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    const rows = [...list.children];
    at = (to + rows.length) % rows.length;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    field.setAttribute("aria-activedescendant", rows[at].id);
  };
  const choose = (row) => {
    const typed = NAME_BEING_TYPED.exec(field.value.slice(0, field.selectionStart));
    if (typed) put(field, `${row.dataset.mention} `, { from: field.selectionStart - typed[1].length, to: field.selectionStart });
    close();
  };
  list.id = `${field.id}-names`;
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const asked = ++newest;
    const typed = NAME_BEING_TYPED.exec(field.value.slice(0, field.selectionStart));
    if (!typed) return close();
    timer = setTimeout(async () => {
      const answer = await fetch(`${HOME}names/?begins=${encodeURIComponent(typed[1])}`, { credentials: "same-origin" }).catch(() => null);
      const names = answer?.ok ? (await answer.json()).names : [];
      if (asked !== newest) return;
      close();
      list.append(...names.map(({ name, mention }, number) => {
        const row = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: name });
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.dataset.mention = mention;
        return row;
      }));
      list.hidden = !names.length;
    }, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) choose(list.children[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  // Before the field loses the focus.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[data-mention]");
    if (row) choose(row);
  });
}

export async function help(field) {
  if (field.dataset.helped) return;
  field.dataset.helped = "yes";
  if (!document.querySelector("link[data-writing]")) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("writing.css", import.meta.url).href });
    sheet.dataset.writing = "";
    document.head.append(sheet);
  }
  const tools = await toolsOf().catch(() => null);
  if (!tools) return;
  const bar = tools.querySelector("[role=toolbar]");
  const list = tools.querySelector("[role=listbox]");
  const status = bar.querySelector("[role=status]");
  field.after(tools); // below: what one has just touched does not move away
  const buttons = [...bar.querySelectorAll("button")];
  const choosePicture = buttons.some((one) => one.dataset.do === "picture") ? offerPictures(field, bar, status) : null;
  offerNames(field, list);
  const acts = {
    bold: () => around(field, "**"),
    italic: () => around(field, "_"),
    code: () => (field.value.slice(field.selectionStart, field.selectionEnd).includes("\n") ? beforeLines(field, "    ") : around(field, "`")),
    list: () => beforeLines(field, "- "),
    link: (button) => link(field, button.dataset.word),
    quote: () => quote(field),
    picture: () => choosePicture(),
    preview: (button) => showPreview(field, button, status),
  };
  // One stop for the Tab key; the arrows walk from button to button.
  buttons.forEach((button, number) => (button.tabIndex = number ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    event.preventDefault();
  });
  // A press must not lose what is marked on the page, nor where one was in the field.
  bar.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && (!field.hidden || button.dataset.do === "preview")) acts[button.dataset.do]?.(button);
  });
  const keys = { b: "bold", i: "italic", k: "link" };
  field.addEventListener("keydown", (event) => {
    const what = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys[event.key.toLowerCase()];
    if (!what) return;
    event.preventDefault();
    acts[what](buttons.find((one) => one.dataset.do === what));
  });
}
