// Attaches every module to the page and to each fragment that HTMX brings. Modules find their elements by data-.

import * as ago from "./ago.js";
import * as charts from "./chart.js";
import * as commandBar from "./command_bar.js";
import * as forms from "./forms.js";
import * as installed from "./installed.js";
import * as live from "./live.js";
import * as rows from "./rows.js";
import * as sheets from "./sheets.js";
import * as shortcuts from "./shortcuts.js";
import * as theme from "./theme.js";
import * as toasts from "./toasts.js";

// In this order a key belongs to the first that takes it: "g t" is a place before "t" turns charts.
const modules = [ago, commandBar, forms, shortcuts, rows, charts, live, sheets, theme, toasts, installed];

for (const module of modules) module.start?.();
for (const module of modules) module.attach?.(document.body);
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  for (const module of modules) module.attach?.(event.target);
});
