// Cards answered by keys: 1, 2, 3 and 0 press the buttons of the first card that waits. Without this, the buttons do.

const cards = document.querySelector("[data-cards]");
const bar = document.querySelector("[data-progress] progress");
const shown = document.querySelector("[data-progress-done]");
const before = bar ? bar.value : 0;

const waiting = () => cards.querySelector("[data-card]");

function mark({ scroll }) {
  const done = cards.querySelectorAll("[data-answered]").length;
  if (bar) bar.value = before + done;
  if (shown) shown.textContent = String(before + done);
  const current = waiting();
  for (const card of cards.querySelectorAll("[data-card]")) card.classList.toggle("is-current", card === current);
  const end = document.querySelector("[data-cards-done]");
  if (end) end.hidden = Boolean(current);
  if (scroll) (current ?? end)?.scrollIntoView({ block: "center", behavior: "instant" });
}

function isTyping(target) {
  return target.closest?.("input:not([type=hidden]), textarea, select, [contenteditable]");
}

if (cards) {
  mark({ scroll: false });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const button = waiting()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button || button.closest(".htmx-request")) return;
    event.preventDefault();
    button.click();
  });
  document.addEventListener("htmx:afterSettle", () => mark({ scroll: true }));
}
