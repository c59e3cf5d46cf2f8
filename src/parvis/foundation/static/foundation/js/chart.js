// Charts from a Chart value (components/charts.py), inline or fetched: uPlot draws, the table twin stays on the page.

import { element, isTyping, language, meta, words } from "./words.js";

const DAY = 86400;
const drawn = new WeakMap();
let loading = null;

function library() {
  // Fifty kilobytes that only pages with charts need.
  loading ??= new Promise((resolve, reject) => {
    const [script, sheet] = meta("parvis-uplot").split(" ");
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet });
    const code = Object.assign(document.createElement("script"), { src: script, onload: () => resolve(window.uPlot), onerror: reject });
    document.head.append(link, code);
  });
  return loading;
}

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const TONES = { subject: "--chart-subject", comparison: "--chart-comparison", positive: "--positive-fill", negative: "--negative-fill", neutral: "--middle-fill", not_analysed: "--line-strong" };
const OTHERS = ["--chart-subject", "--negative-fill", "--chart-comparison", "--information", "--middle-fill", "--line-strong"];
const toneOf = (series, index) => token(TONES[series.tone] && (index === 0 || series.tone !== "subject") ? TONES[series.tone] : OTHERS[index % OTHERS.length]);
const number = (value, decimals) => new Intl.NumberFormat(language, { maximumFractionDigits: decimals, minimumFractionDigits: decimals }).format(value).replace("-", "−");
const seconds = (point) => Date.parse(point.length === 10 ? `${point}T00:00:00Z` : point) / 1000;
const isDaily = (chart) => chart.points.every((point) => point.length === 10);
const zone = (chart) => (isDaily(chart) ? "UTC" : undefined);
// The day before the month, as the server writes it.
const dateFormat = (chart, options) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: zone(chart), ...options });

function tickLabels(chart, ticks, step) {
  const options = step >= 300 * DAY ? { year: "numeric" } : step >= 27 * DAY ? { month: "short", year: "2-digit" } : step >= DAY ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" };
  const format = dateFormat(chart, options);
  return ticks.map((tick) => format.format(tick * 1000));
}

// "Not analysed" is a state and no sentiment: hatched wherever it is drawn.
function hatched(colour) {
  const ratio = devicePixelRatio || 1;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6 * ratio;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 2 * ratio;
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift * ratio, 6 * ratio);
    pen.lineTo((shift + 6) * ratio, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function columns(chart) {
  const xs = chart.points.map(seconds);
  if (chart.kind !== "stacked") return [xs, ...chart.series.map((series) => series.values)];
  const sums = xs.map(() => 0);
  // Drawn from the whole down to the first part, so that each layer covers the one below it.
  const layers = chart.series.map((series) => series.values.map((value, at) => (value === null ? null : (sums[at] += value))));
  return [xs, ...layers];
}

function options(chart, width, height, uPlot) {
  const isBars = chart.kind !== "line";
  const quiet = token("--text-quiet");
  const font = `500 11px ${token("--font")}`;
  const order = chart.series.map((_series, index) => index);
  if (chart.kind === "stacked") order.reverse();
  const data = columns(chart);
  const used = [data[0], ...order.map((index) => data[index + 1])];
  const shown = order.map((index) => {
    const series = chart.series[index];
    const colour = toneOf(series, index);
    return {
      label: series.label, stroke: isBars ? undefined : colour, fill: isBars ? (series.tone === "not_analysed" ? () => hatched(colour) : colour) : undefined,
      width: series.tone === "comparison" ? 1.5 : 2.25, spanGaps: false,
      points: { show: !isBars && chart.points.length < 2, size: 6, fill: colour },
      paths: isBars ? uPlot.paths.bars({ size: [0.72, 28], radius: 0.12, gap: 1 }) : undefined,
    };
  });
  const bands = [];
  if (!isBars) {
    for (const index of order) {
      const { low, high } = chart.series[index];
      if (!low?.length || !high?.length) continue;
      used.push(high, low);
      shown.push({ stroke: "transparent", width: 0, points: { show: false } }, { stroke: "transparent", width: 0, points: { show: false } });
      bands.push({ series: [shown.length - 1, shown.length], fill: token("--chart-band") });
    }
  }
  const isLabelled = !isBars && chart.series.length > 1;
  const labelWidth = isLabelled ? Math.max(...chart.series.map((series) => measure(series.label, `600 12px ${token("--font")}`))) + 12 : 8;
  const config = {
    width, height, tzDate: (stamp) => (isDaily(chart) ? uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC") : new Date(stamp * 1000)),
    padding: [10, labelWidth, 0, 0], legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: !isBars, size: 8 } },
    scales: {
      x: { time: true, range: isBars ? padded : undefined },
      y: { range: (_plot, low, high) => yRange(chart, low, high) },
    },
    axes: [
      { stroke: quiet, font, size: 30, gap: 6, space: 74, grid: { show: false }, ticks: { show: false }, values: (_plot, ticks, _axis, _space, step) => tickLabels(chart, ticks, step) },
      { stroke: quiet, font, size: (_plot, ticks) => Math.max(28, ...(ticks || []).map((tick) => measure(tick, font) + 14)), gap: 6, space: 38, grid: { stroke: token("--chart-grid"), width: 1 }, ticks: { show: false }, values: (_plot, ticks) => ticks.map((tick) => number(tick, Number.isInteger(tick) ? 0 : Math.max(1, chart.decimals))) },
    ],
    series: [{}, ...shown], bands,
    hooks: { draw: [(plot) => (isLabelled ? directLabels(plot, chart, order) : null), (plot) => zeroLine(plot, chart)] },
  };
  return { config, data: used };
}

function padded(_plot, low, high) {
  const half = (high - low || DAY) * 0.02 + 1;
  return [low - half, high + half];
}

function yRange(chart, low, high) {
  if (low === null || high === null || low === undefined) return [0, 1];
  const from = chart.has_zero ? Math.min(0, low) : low;
  const to = chart.has_zero ? Math.max(0, high) : high;
  const room = (to - from || 1) * 0.08;
  return [from < 0 || !chart.has_zero ? from - room : 0, to > 0 || !chart.has_zero ? to + room : 0];
}

function measure(text, font) {
  const pen = (measure.pen ??= document.createElement("canvas").getContext("2d"));
  pen.font = font;
  return pen.measureText(text).width;
}

function directLabels(plot, chart, order) {
  const pen = plot.ctx;
  const ratio = devicePixelRatio || 1;
  const places = order.map((index) => {
    const series = chart.series[index];
    let at = series.values.length - 1;
    while (at > 0 && series.values[at] === null) at -= 1;
    return { label: series.label, colour: series.tone === "comparison" ? token("--text-quiet") : toneOf(series, index), y: series.values[at] === null ? null : plot.valToPos(series.values[at], "y", true) };
  }).filter((place) => place.y !== null).sort((one, other) => one.y - other.y);
  // Labels that would cover each other are moved apart, the order kept.
  for (let index = 1; index < places.length; index += 1) places[index].y = Math.max(places[index].y, places[index - 1].y + 14 * ratio);
  pen.save();
  pen.font = `600 ${12 * ratio}px ${token("--font")}`;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const place of places) {
    pen.fillStyle = place.colour;
    pen.fillText(place.label, plot.bbox.left + plot.bbox.width + 6 * ratio, place.y);
  }
  pen.restore();
}

function zeroLine(plot, chart) {
  if (!chart.has_zero) return;
  const y = Math.round(plot.valToPos(0, "y", true));
  const pen = plot.ctx;
  pen.save();
  pen.strokeStyle = token("--line-control");
  pen.lineWidth = devicePixelRatio || 1;
  pen.beginPath();
  pen.moveTo(plot.bbox.left, y);
  pen.lineTo(plot.bbox.left + plot.bbox.width, y);
  pen.stroke();
  pen.restore();
}

function readout(figure, chart) {
  const box = element("div", "chart-readout");
  box.hidden = true;
  const format = dateFormat(chart, isDaily(chart) ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" });
  return {
    box,
    show(plot) {
      const at = plot.cursor.idx;
      box.hidden = at === null || at === undefined || plot.cursor.left < 0;
      if (box.hidden) return;
      box.replaceChildren(element("strong", "", format.format(seconds(chart.points[at]) * 1000)));
      for (const series of chart.series) {
        const line = element("span");
        const value = series.values[at];
        const range = interval(chart, series, at);
        line.append(element("i", "", chart.series.length > 1 || range ? series.label : chart.unit || series.label), element("b", "", value === null ? words.notEnough : number(value, chart.decimals) + range));
        box.append(line);
      }
      const left = plot.over.offsetLeft + plot.cursor.left;
      const room = figure.clientWidth - box.offsetWidth;
      box.style.left = `${Math.max(0, Math.min(room, left > figure.clientWidth / 2 ? left - box.offsetWidth - 14 : left + 14))}px`;
    },
  };
}

function interval(chart, series, at) {
  if (series.low?.[at] == null || series.high?.[at] == null) return "";
  return ` [${number(series.low[at], chart.decimals)}; ${number(series.high[at], chart.decimals)}]`;
}

function key(chart) {
  const list = element("ul", "chart-key");
  for (const series of chart.series) {
    const item = element("li");
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("viewBox", "0 0 16 4");
    swatch.setAttribute("aria-hidden", "true");
    swatch.innerHTML = '<rect width="16" height="4"></rect>';
    swatch.setAttribute("class", `tone-${series.tone}`);
    item.append(swatch, series.label);
    list.append(item);
  }
  return list;
}

function rowsBehind(chart, at) {
  const end = chart.last_days?.[at] ?? (at + 1 < chart.points.length ? chart.points[at + 1] : after(chart, at));
  return chart.rows_url.replace("{from}", encodeURIComponent(chart.points[at])).replace("{to}", encodeURIComponent(end));
}

function after(chart, at) {
  if (at < 1) return chart.points[at];
  const step = seconds(chart.points[at]) - seconds(chart.points[at - 1]);
  return new Date((seconds(chart.points[at]) + step) * 1000).toISOString().slice(0, isDaily(chart) ? 10 : 19);
}

async function draw(figure, chart) {
  const uPlot = await library();
  await document.fonts?.ready;
  const picture = figure.querySelector("[data-chart-picture]");
  drawn.get(figure)?.plot.destroy();
  figure.querySelector(".chart-key")?.remove();
  picture.replaceChildren();
  if (!drawn.has(figure)) showPicture(figure, true);
  if (chart.kind !== "line" && chart.series.length > 1) picture.before(key(chart));
  const height = picture.clientHeight || 240;
  const { config, data } = options(chart, picture.clientWidth || 600, height, uPlot);
  const told = readout(picture, chart);
  config.hooks.setCursor = [told.show];
  const plot = new uPlot(config, data, picture);
  picture.append(told.box);
  picture.classList.toggle("is-clickable", Boolean(chart.rows_url));
  if (chart.rows_url) plot.over.addEventListener("click", () => plot.cursor.idx !== null && location.assign(rowsBehind(chart, plot.cursor.idx)));
  drawn.set(figure, { plot, chart });
}

function twin(figure, chart) {
  const holder = figure.querySelector("[data-chart-twin]");
  if (holder.querySelector("table")) return;
  const table = element("table", "table");
  const head = table.createTHead().insertRow();
  for (const [index, label] of [words.date, ...chart.series.map((series) => series.label)].entries()) {
    const cell = element("th", index ? "number" : "", label);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  const format = dateFormat(chart, { dateStyle: "medium" });
  chart.points.forEach((point, at) => {
    const row = body.insertRow();
    const first = element("th");
    first.scope = "row";
    const said = format.format(seconds(point) * 1000);
    if (chart.rows_url) first.append(Object.assign(element("a", "", said), { href: rowsBehind(chart, at) }));
    else first.textContent = said;
    row.append(first);
    for (const series of chart.series) row.append(element("td", "number", series.values[at] === null ? "–" : number(series.values[at], chart.decimals) + interval(chart, series, at)));
  });
  holder.append(table);
  figure.querySelector(".chart-title").textContent = chart.title;
  figure.querySelector(".chart-notes").textContent = notes(chart);
  if (chart.source && !figure.querySelector(".chart-source")) figure.append(element("p", "chart-source", chart.source));
}

const notes = (chart) => [chart.unit, chart.period, chart.n === null ? "" : `n = ${number(chart.n, 0)}`].filter(Boolean).join(" · ");

function showPicture(figure, isPicture) {
  figure.querySelector("[data-chart-picture]").hidden = !isPicture;
  figure.querySelector("[data-chart-twin]").hidden = isPicture;
  const list = figure.querySelector(".chart-key");
  if (list) list.hidden = !isPicture;
  const toggle = figure.querySelector("[data-chart-table]");
  toggle.setAttribute("aria-pressed", String(!isPicture));
  toggle.title = isPicture ? words.table : words.chart;
}

function save(figure) {
  const { plot, chart } = drawn.get(figure) || {};
  if (!plot) return;
  const ratio = devicePixelRatio || 1;
  const from = plot.ctx.canvas;
  const sheet = document.createElement("canvas");
  const edge = 20 * ratio;
  sheet.width = from.width + 2 * edge;
  sheet.height = from.height + 96 * ratio;
  const pen = sheet.getContext("2d");
  pen.fillStyle = token("--surface");
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.fillStyle = token("--text");
  pen.font = `600 ${16 * ratio}px ${token("--font")}`;
  pen.fillText(chart.title, edge, 30 * ratio);
  pen.fillStyle = token("--text-quiet");
  pen.font = `400 ${12 * ratio}px ${token("--font")}`;
  pen.fillText(notes(chart), edge, 48 * ratio);
  pen.drawImage(from, edge, 58 * ratio);
  pen.fillText(chart.source || "", edge, sheet.height - 14 * ratio);
  sheet.toBlob((picture) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(picture), download: `${chart.title.replace(/[^\p{L}\p{N}]+/gu, "-")}.png` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

async function load(figure) {
  // An attribute and no script: HTMX takes scripts out of the fragments that it brings.
  const inline = figure.querySelector("[data-chart-value]");
  let chart = inline ? JSON.parse(inline.dataset.chartValue) : null;
  if (!chart && figure.dataset.chart) {
    const response = await fetch(figure.dataset.chart, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    chart = await response.json();
  }
  if (!chart?.points.length) return;
  twin(figure, chart);
  await draw(figure, chart);
  new ResizeObserver(() => {
    const { plot } = drawn.get(figure);
    const picture = figure.querySelector("[data-chart-picture]");
    if (picture.clientWidth && picture.clientWidth !== plot.width) plot.setSize({ width: picture.clientWidth, height: picture.clientHeight });
  }).observe(figure.querySelector("[data-chart-picture]"));
}

export function attach(root) {
  const figures = [...(root.matches?.("[data-chart]") ? [root] : []), ...root.querySelectorAll("[data-chart]")];
  for (const figure of figures) if (!drawn.has(figure)) load(figure);
}

export function start() {
  document.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-chart]");
    if (!figure) return;
    if (event.target.closest("[data-chart-table]")) showPicture(figure, figure.querySelector("[data-chart-picture]").hidden);
    if (event.target.closest("[data-chart-export]")) save(figure);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "t" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    for (const figure of document.querySelectorAll("[data-chart]")) if (drawn.has(figure)) showPicture(figure, figure.querySelector("[data-chart-picture]").hidden);
  });
  document.addEventListener("parvis:theme", () => {
    for (const figure of document.querySelectorAll("[data-chart]")) if (drawn.has(figure)) draw(figure, drawn.get(figure).chart);
  });
}
