// The words of the interface in the language of the page, and small things every module asks for.

const holder = document.getElementById("parvis-words");
export const words = holder ? JSON.parse(holder.textContent) : {};
export const language = document.documentElement.lang || "en";

export const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";

export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select"));
}

export function icon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${meta("parvis-sprite")}#${name}`);
  picture.append(use);
  return picture;
}

export function element(tag, classes = "", text = "") {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  return made;
}

// A cross-site request cannot read this cookie-bound token: it travels with every request of ours.
export function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}
