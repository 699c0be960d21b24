// Draws the charts of a page. The figures stand in the page (data-chart, and as a table); the library is only fetched
// where there is a chart. What is in view is drawn at once, the rest when the page is idle, so that it can be printed.
import { configure } from './chart-looks.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
/** Canvas to chart. */
const drawn = new Map();
const openTables = new Set();
let library;
let printing = false;

function load(canvas) {
  library ??= import(canvas.dataset.chartLibrary);
  return library;
}

async function draw(canvas, { moves = false } = {}) {
  await load(canvas);
  drawNow(canvas, { moves });
}

/** Where the library is there already: printing waits for nobody. */
function drawNow(canvas, { moves = false } = {}) {
  if (globalThis.Chart === undefined || !canvas.isConnected) return;
  drawn.get(canvas)?.destroy();
  const narrow = canvas.parentElement.clientWidth < 480;
  const look = { printing, narrow, moves: moves && !printing && !still.matches };
  drawn.set(canvas, new globalThis.Chart(canvas, configure(JSON.parse(canvas.dataset.chart), look)));
  canvas.parentElement.dataset.drawn = '';
}

function redraw() {
  for (const canvas of drawn.keys()) drawNow(canvas);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      if (!drawn.has(target)) void draw(target, { moves: true });
    }
  },
  { rootMargin: '200px' },
);

const canvasesIn = (part) => part.querySelectorAll('canvas[data-chart]');

function drawRest() {
  for (const canvas of canvasesIn(document)) if (!drawn.has(canvas)) void draw(canvas);
}

/** After a part of the page was fetched anew: its charts show the new figures, and tables that were open stay open. */
function follow(part) {
  for (const [canvas, chart] of drawn) {
    if (canvas.isConnected) continue;
    chart.destroy();
    drawn.delete(canvas);
  }
  for (const canvas of canvasesIn(part)) void draw(canvas);
  for (const table of part.querySelectorAll('[data-chart-figures]')) {
    if (openTables.has(table.closest('figure')?.id)) table.open = true;
  }
}

/** On paper everything is light, and every table of figures is open. */
function print(on) {
  if (printing === on) return;
  printing = on;
  for (const canvas of canvasesIn(document)) drawNow(canvas);
  for (const table of document.querySelectorAll('[data-chart-figures]')) {
    if (on && !table.open) table.dataset.openedForPrint = '';
    if (on) table.open = true;
    else if ('openedForPrint' in table.dataset) {
      table.open = false;
      delete table.dataset.openedForPrint;
    }
  }
}

for (const canvas of canvasesIn(document)) watcher.observe(canvas);
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 500));
if (document.readyState === 'complete') idle(drawRest);
else addEventListener('load', () => idle(drawRest));

document.addEventListener('theme:changed', redraw);
dark.addEventListener('change', redraw);
document.addEventListener('live:refreshed', ({ target }) => follow(target));
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.matches?.('[data-chart-figures]') || 'openedForPrint' in target.dataset) return;
    openTables[target.open ? 'add' : 'delete'](target.closest('figure')?.id);
  },
  true,
);
addEventListener('beforeprint', () => print(true));
addEventListener('afterprint', () => print(paper.matches));
paper.addEventListener('change', ({ matches }) => print(matches));
