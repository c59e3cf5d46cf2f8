// The stream of announcements: one for all tabs of this browser, reconnected from the last one heard, replaced by
// asking every 15 seconds where a proxy breaks streams. An announcement carries ids; elements fetch what they show.

import { isTyping, meta, words } from "./words.js";

const POLL_MS = 15_000;
const WAITS_MS = [1000, 2000, 5000, 15_000, 30_000];
const KEPT = 200;
const origin = meta("parvis-live");
// The last announcement that was known when this page was made: what came after it, the page has not seen.
const since = Number(meta("parvis-live-since")) || 0;
const self = crypto.randomUUID?.() ?? String(Math.random());
const recent = [];
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("parvis-live") : null;
let state = "";
let failures = 0;
let polling = 0;
let hasOpened = false;
const deferred = new Set();

const fits = (pattern, topic) => pattern === topic || (pattern.endsWith("*") && topic.startsWith(pattern.slice(0, -1)));

function refetch(target) {
  // What somebody is writing in is never replaced under their hands.
  if (target.contains(document.activeElement) && isTyping(document.activeElement)) deferred.add(target);
  else window.htmx?.trigger(target, "live");
}

function hear(message) {
  document.dispatchEvent(new CustomEvent(`parvis:${message.topic}`, { detail: message }));
  for (const target of document.querySelectorAll("[data-live]")) {
    if (target.dataset.live.split(/\s+/).some((pattern) => fits(pattern, message.topic))) refetch(target);
  }
}

function become(next) {
  if (state === next) return;
  const wasPolling = state === "polling";
  state = next;
  for (const mark of document.querySelectorAll("[data-live-state]")) {
    mark.classList.toggle("is-live", next === "live");
    mark.classList.toggle("is-polling", next === "polling");
    mark.title = next === "live" ? words.live : words.reconnecting;
  }
  document.dispatchEvent(new CustomEvent("parvis:live-state", { detail: { state: next } }));
  clearInterval(polling);
  if (next === "polling") polling = setInterval(ask, POLL_MS);
  else if (wasPolling) ask();
}

function ask() {
  if (document.hidden) return;
  for (const target of document.querySelectorAll("[data-live]")) refetch(target);
}

function tell(message, id) {
  hear(message);
  recent.push({ id, message });
  if (recent.length > KEPT) recent.shift();
  tabs?.postMessage({ message });
}

// A tab that joins the stream of another one asks for what was said while it was being loaded.
function catchUp(tab, after) {
  for (const { id, message } of recent) if (id > after) tabs.postMessage({ message, to: tab });
}

function connect() {
  const address = new URL("/live", origin);
  if (since) address.searchParams.set("since", since);
  const stream = new EventSource(address, { withCredentials: true });
  stream.onopen = () => {
    // A fresh stream has not heard what was said before it: what is shown is fetched once more.
    if (hasOpened || failures) ask();
    hasOpened = true;
    failures = 0;
    become("live");
    tabs?.postMessage({ state: "live" });
  };
  stream.addEventListener("change", (event) => {
    try {
      tell(JSON.parse(event.data), Number(event.lastEventId));
    } catch {
      // A line that is not ours to understand; the next one will be.
    }
  });
  stream.onerror = () => {
    become("polling");
    tabs?.postMessage({ state: "polling" });
    // While it is CONNECTING the browser itself comes back, with the id of the last event it saw.
    if (stream.readyState !== EventSource.CLOSED) return;
    stream.close();
    setTimeout(connect, WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)]);
  };
}

export function start() {
  if (!origin || !("EventSource" in window)) return;
  document.addEventListener("focusout", () => {
    for (const target of deferred) {
      deferred.delete(target);
      if (target.isConnected) setTimeout(() => refetch(target), 0);
    }
  });
  if (tabs) {
    tabs.onmessage = ({ data }) => {
      if (data.message && (!data.to || data.to === self)) hear(data.message);
      if (data.state) become(data.state);
      if (data.question === "state" && state) tabs.postMessage({ state });
      if (data.question === "state") catchUp(data.tab, data.since);
    };
  }
  // The tab that holds the lock holds the stream; when it closes, another one takes over.
  if (tabs && navigator.locks) {
    tabs.postMessage({ question: "state", tab: self, since });
    navigator.locks.request("parvis-live", () => new Promise(() => connect()));
  } else connect();
}
