// How charts look. Series differ by pattern, line and mark as well as by colour.
const SERIES = 6;
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [4, 4], [16, 4]];
const MARKS = ['circle', 'rectRot', 'triangle', 'rect', 'star', 'crossRot'];
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

function line(pen, ...[fromX, fromY, toX, toY]) {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}

/** The colour of a role in the current theme, on paper in the light one; custom properties are not resolved by themselves. */
function palette(printing) {
  const probe = document.createElement('i');
  probe.className = 'visually-hidden';
  if (printing) probe.style.colorScheme = 'light';
  document.body.append(probe);
  const colours = new Map();
  const roles = ['text', 'muted', 'line', 'raised', ...DASHES.map((_, index) => `chart-${index + 1}`)];
  for (const role of roles) {
    probe.style.color = `var(--${role})`;
    colours.set(role, getComputedStyle(probe).color);
  }
  probe.remove();
  if (printing) for (const role of ['text', 'muted']) colours.set(role, '#000');
  return (role) => colours.get(role);
}

/** The colour itself for the first series, the colour with a pattern for the others. */
function paint(fill, index, ground) {
  const drawOn = PATTERNS[index % SERIES];
  if (drawOn === undefined) return fill;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = fill;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = pen.fillStyle = ground;
  pen.lineWidth = 1.5;
  drawOn(pen);
  return pen.createPattern(tile, 'repeat');
}

/** Long names leave no room for their bars; the table has them whole. */
function shortened(label, most) {
  return label.length > most ? `${label.slice(0, most - 1).trimEnd()}…` : label;
}

function dataset({ label, values, line: overBars }, index, { type, colour }) {
  const own = colour(`chart-${(index % SERIES) + 1}`);
  const asLine = type === 'line' || overBars === true;
  return {
    label,
    data: values,
    borderColor: own,
    pointStyle: asLine ? MARKS[index % SERIES] : 'rect',
    pointRadius: 4,
    ...(asLine
      ? { type: 'line', backgroundColor: own, borderWidth: 2.5, borderDash: DASHES[index % SERIES], order: -1 }
      : {
          backgroundColor: paint(own, index, colour('raised')),
          borderWidth: 1,
          borderRadius: type === 'stacked' ? 0 : 3,
          maxBarThickness: 48,
        }),
  };
}

/** What the library takes. `look`: on paper, on a narrow screen, whether bars may grow. */
export function configure({ type, labels, series, locale, format }, { printing, narrow, moves }) {
  const colour = palette(printing);
  const across = type === 'across';
  const stacked = type === 'stacked';
  const percent = format === 'percent';
  const number = new Intl.NumberFormat(locale, percent ? { style: 'unit', unit: 'percent' } : {});
  const most = across ? (narrow ? 16 : 26) : narrow ? 14 : 18;
  const mixed = series.some((one) => one.line);
  return {
    type: type === 'line' ? 'line' : 'bar',
    data: { labels, datasets: series.map((one, index) => dataset(one, index, { type, colour })) },
    options: {
      maintainAspectRatio: false,
      animation: moves ? { duration: 150 } : false,
      locale,
      color: colour('text'),
      font: { family: getComputedStyle(document.body).fontFamily },
      indexAxis: across ? 'y' : 'x',
      scales: {
        [across ? 'y' : 'x']: {
          stacked,
          grid: { display: false },
          ticks: {
            color: colour('muted'),
            callback: (_value, index) => shortened(labels[index], most),
            ...(across && { autoSkip: false }),
          },
          border: { color: colour('line') },
        },
        [across ? 'x' : 'y']: {
          stacked,
          beginAtZero: true,
          ...(percent && { suggestedMax: 100 }),
          // What is below nothing is told from what is above by the line between.
          grid: { color: ({ tick }) => colour(tick?.value === 0 ? 'muted' : 'line') },
          ticks: {
            color: colour('muted'),
            precision: 0,
            maxTicksLimit: narrow && across ? 5 : 11,
            callback: (value) => number.format(value),
          },
          border: { display: false },
        },
      },
      plugins: {
        legend: {
          display: series.length > 1,
          position: 'bottom',
          labels: {
            color: colour('text'),
            usePointStyle: type === 'line' || mixed,
            boxWidth: type === 'line' || mixed ? 8 : 24,
            boxHeight: 8,
            ...(mixed && { pointStyleWidth: 16 }),
          },
        },
      },
    },
  };
}
