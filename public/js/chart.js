// Draws the charts of a page when they come into view. The figures stand in the page (data-chart, and as a table); the
// library is only fetched where there is a chart. Series differ by pattern and line as well as by colour.
const canvases = document.querySelectorAll('canvas[data-chart]');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');
const drawn = new Map();
let library;

/** The colour of a role in the current theme; a probe, because custom properties are not resolved by themselves. */
function colour(role) {
  const probe = document.createElement('i');
  probe.className = 'visually-hidden';
  document.body.append(probe);
  probe.style.color = `var(--${role})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const PATTERNS = [
  undefined,
  (pen) => line(pen, 0, 8, 8, 0),
  (pen) => pen.fillRect(2, 2, 3, 3),
  (pen) => line(pen, 0, 4, 8, 4),
  (pen) => line(pen, 4, 0, 4, 8),
  (pen) => {
    line(pen, 0, 0, 8, 8);
    line(pen, 0, 8, 8, 0);
  },
];
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [4, 4], [16, 4]];
const POINTS = ['circle', 'rectRot', 'triangle', 'rect', 'star', 'cross'];

function line(pen, ...[fromX, fromY, toX, toY]) {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}

/** The colour itself for the first series, the colour with a pattern for the others. */
function paint(index, background) {
  const fill = colour(`chart-${(index % 6) + 1}`);
  const draw = PATTERNS[index % 6];
  if (draw === undefined) return fill;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = fill;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = pen.fillStyle = background;
  pen.lineWidth = 1.5;
  draw(pen);
  return pen.createPattern(tile, 'repeat');
}

/** Long names leave no room for their bars; the table has them whole. */
function shortened(label) {
  return label.length > 22 ? `${label.slice(0, 21).trimEnd()}…` : label;
}

function configure({ type, labels, series, locale }) {
  const [text, muted, grid, background] = ['text', 'muted', 'line', 'raised'].map(colour);
  const stacked = type === 'stacked';
  const across = type === 'across';
  const number = new Intl.NumberFormat(locale);
  return {
    type: type === 'line' ? 'line' : 'bar',
    data: {
      labels,
      datasets: series.map(({ label, values }, index) => ({
        label,
        data: values,
        backgroundColor: type === 'line' ? colour(`chart-${(index % 6) + 1}`) : paint(index, background),
        borderColor: colour(`chart-${(index % 6) + 1}`),
        borderWidth: type === 'line' ? 2.5 : 1,
        borderDash: type === 'line' ? DASHES[index % 6] : undefined,
        pointStyle: POINTS[index % 6],
        pointRadius: 4,
        borderRadius: stacked ? 0 : 3,
        maxBarThickness: 48,
      })),
    },
    options: {
      maintainAspectRatio: false,
      animation: still.matches ? false : { duration: 150 },
      locale,
      color: text,
      font: { family: getComputedStyle(document.body).fontFamily },
      indexAxis: across ? 'y' : 'x',
      scales: {
        [across ? 'y' : 'x']: {
          stacked,
          grid: { display: false },
          ticks: {
            color: muted,
            ...(across && { autoSkip: false, callback: (_value, index) => shortened(labels[index]) }),
          },
          border: { color: grid },
        },
        [across ? 'x' : 'y']: {
          stacked,
          beginAtZero: true,
          grid: { color: grid },
          ticks: { color: muted, precision: 0, callback: (value) => number.format(value) },
          border: { display: false },
        },
      },
      plugins: {
        legend: {
          display: series.length > 1,
          position: 'bottom',
          labels: { color: text, usePointStyle: type === 'line', boxWidth: type === 'line' ? 8 : 24, boxHeight: 8 },
        },
      },
    },
  };
}

async function draw(canvas) {
  library ??= import(canvas.dataset.chartLibrary);
  await library;
  drawn.get(canvas)?.destroy();
  drawn.set(canvas, new globalThis.Chart(canvas, configure(JSON.parse(canvas.dataset.chart))));
}

function redraw() {
  for (const canvas of drawn.keys()) void draw(canvas);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      void draw(target);
    }
  },
  { rootMargin: '200px' },
);

for (const canvas of canvases) watcher.observe(canvas);
document.addEventListener('theme:changed', redraw);
dark.addEventListener('change', redraw);
