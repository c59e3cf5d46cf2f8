// The public square without this script works; with it, it helps: similar questions, drafts, what was read.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

function post(url, values) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...values });
  return fetch(url, { method: "POST", body, keepalive: true, credentials: "same-origin" });
}

function noteRead(form, value) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "read", value }));
}

// What was asked before, half a second after the last letter; an answer that comes late is not shown.
for (const field of document.querySelectorAll("[data-similar]")) {
  const list = document.getElementById("similar");
  let timer = 0;
  let newest = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = ++newest;
      const answer = await fetch(`${field.dataset.similar}?title=${encodeURIComponent(field.value)}`).catch(() => null);
      if (!answer?.ok || asked !== newest) return;
      list.innerHTML = await answer.text();
      showSolved();
    }, 500);
  });
  // What is opened here goes with the question: a search that did not help.
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-read]");
    if (!link || field.form.querySelector(`[name=read][value="${link.dataset.read}"]`)) return;
    noteRead(field.form, link.dataset.read);
    field.form.dispatchEvent(new Event("input"));
    showSolved();
  });
  // Once something was opened, one can say that it was the answer.
  const showSolved = () => list.querySelector("[data-when-read]")?.toggleAttribute("hidden", !field.form.querySelector("[name=read]"));
}

// It was sent; it is forgotten here only when the page that comes back shows that it arrived.
const sent = sessionStorage.getItem("community-sent");
if (sent) {
  sessionStorage.removeItem("community-sent");
  const isBack = [...document.querySelectorAll("[data-draft]")].some((form) => `community-draft:${form.dataset.draft}` === sent);
  if (/^#(answer|comment)-/.test(location.hash) || !isBack) localStorage.removeItem(sent);
}


// Drafts: in this browser at once, with the member's account after two seconds. Who logs in on the way finds here
// the board they chose and what they had read, too.
for (const form of document.querySelectorAll("[data-draft]")) {
  const place = form.dataset.draft;
  const key = `community-draft:${place}`;
  const names = ["title", "text", "board", "tags"].filter((name) => form.elements[name]);
  const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
  for (const name of names) if (!form.elements[name].value && kept[name]) form.elements[name].value = kept[name];
  for (const value of kept.read ?? []) noteRead(form, value);
  let timer = 0;
  form.addEventListener("input", () => {
    const values = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    const read = [...form.querySelectorAll("[name=read]")].map((one) => one.value);
    localStorage.setItem(key, JSON.stringify({ ...values, read }));
    clearTimeout(timer);
    timer = setTimeout(() => post("/community/drafts/", { place, ...values }).catch(() => {}), 2000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.setItem("community-sent", key);
  });
}
// Help with writing is fetched when somebody begins to: most who read never do. So is quoting, with the first words
// that are marked where an answer can be written.
for (const field of document.querySelectorAll("[data-writing]")) {
  field.addEventListener("focus", () => import("./writing.js").then(({ help }) => help(field)).catch(() => {}), { once: true });
}
const answerField = document.querySelector("[data-writing][data-quote]");
if (answerField) {
  const begin = () => {
    if (getSelection()?.isCollapsed ?? true) return;
    document.removeEventListener("selectionchange", begin);
    import("./writing.js").then(({ offerQuote }) => offerQuote(answerField)).catch(() => {});
  };
  document.addEventListener("selectionchange", begin);
}
// Sharing by what the device offers; where it offers nothing, the address is copied.
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {});
    await navigator.clipboard?.writeText(url).catch(() => {});
    button.textContent = button.dataset.share;
  });
}
// A comment is written where it will stand; without this script the link leads to a page that shows the form there.
const pattern = document.getElementById("comment-form");
for (const link of pattern ? document.querySelectorAll("[data-comment]") : []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const form = document.querySelector("form.comment-form") ?? pattern.content.firstElementChild.cloneNode(true);
    form.elements.parent.value = link.dataset.comment;
    link.closest("article").append(form);
    form.elements.text.focus();
  });
}
// How long the page was in view, said once when it is left.
const page = document.querySelector("[data-read-url]");
if (page) {
  let since = document.visibilityState === "visible" ? performance.now() : 0;
  let seconds = 0;
  let isSaid = false;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      since = performance.now();
      return;
    }
    seconds += since ? (performance.now() - since) / 1000 : 0;
    since = 0;
    if (isSaid) return;
    isSaid = true;
    post(page.dataset.readUrl, { seconds: Math.round(seconds), answers: page.dataset.answers }).catch(() => {});
  });
}

// Whoever presses a button by keyboard goes on at that button when the page comes back, not at its top. What the page
// has to say of a form (something is missing, log in first) comes before its first field.
const ACTED = "community-acted";
document.addEventListener("submit", ({ submitter }) => {
  const around = submitter?.closest("main, main [id]");
  if (!submitter?.matches(":focus-visible") || !around) return;
  const place = [...around.querySelectorAll("button")].indexOf(submitter);
  sessionStorage.setItem(ACTED, `${location.pathname} ${around.id} ${place}`);
});
const [path, around, place] = (sessionStorage.getItem(ACTED) ?? "").split(" ");
sessionStorage.removeItem(ACTED);
const told = document.querySelector("main [role=alert]:not([hidden])");
const first = document.querySelector("[autofocus]");
if (told && (!first || first.form.querySelector("textarea"))) {
  told.tabIndex = -1;
  (told.querySelector("a") ?? told).focus();
} else if (path === location.pathname && !first) {
  document.getElementById(around)?.querySelectorAll("button")[place]?.focus();
}
