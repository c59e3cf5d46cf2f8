// Runs before the first paint: without it, what needs JavaScript would appear late and move the page.
document.documentElement.classList.replace("no-js", "has-js");
