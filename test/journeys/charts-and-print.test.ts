import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  commonBrowser,
  describeWithBrowser,
  inspect,
  leaveBrowser,
  untilLive,
  visit,
  type Visitor,
} from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient, type JsonClient } from '../support/json-client.js';
import { readPdf } from '../support/read-pdf.js';
import { approveByProgram, raiseByProgram } from '../support/request-steps.js';

const {
  central,
  hr,
  manager: boss,
  employees: [dev],
} = demoCast();
const MOST_SHIFT = 0.05;

interface Category {
  readonly name: string;
  readonly points: number;
}

interface Analytics {
  readonly period: string;
  readonly total: { readonly points: number };
  readonly byMonth: readonly { readonly regular: number }[];
  readonly byQuarter: readonly { readonly regular: number }[];
  readonly byCategory: readonly { readonly regular: number }[];
  readonly byUnit: readonly { readonly regular: number }[];
  readonly byDepartment: readonly { readonly perHead: number | null }[];
  readonly byGrade: readonly { readonly points: number }[];
  readonly byLocation: readonly { readonly points: number }[];
}

/** What each chart of analytics draws; of a single quarter there is none. */
function seriesOf(body: Analytics): ReadonlyMap<string, readonly number[]> {
  const regular = (rows: readonly { readonly regular: number }[]) => rows.map((row) => row.regular);
  const points = (rows: readonly { readonly points: number }[]) => rows.map((row) => row.points);
  return new Map([
    ['by-month', regular(body.byMonth)],
    ...(body.byQuarter.length > 1 ? ([['by-quarter', regular(body.byQuarter)]] as const) : []),
    ['by-category', regular(body.byCategory)],
    ['by-unit', regular(body.byUnit)],
    ['by-department', body.byDepartment.flatMap(({ perHead }) => perHead ?? [])],
    ['by-grade', points(body.byGrade)],
    ['by-location', points(body.byLocation)],
  ]);
}

/** What a chart is made of, as the page has it. */
interface Drawn {
  readonly title: string;
  readonly sentence: string;
  readonly spoken: string;
  /** The table of figures, without its head. */
  readonly table: string[][];
  readonly labels: string[];
  readonly values: (number | null)[][];
  /** How each series looks without its colour: pattern, dashes and mark. */
  readonly looks: string[];
  readonly fills: string[];
  readonly text: string;
}

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let employee: Visitor;
let manager: Visitor;
let client: JsonClient;
let decider: JsonClient;

interface Library {
  getChart(canvas: Element): {
    readonly data: { labels: string[]; datasets: Readonly<Record<string, unknown>>[] };
    readonly options: { color: string };
  };
}

/** Looks at a chart of the page once it is drawn. */
async function drawnChart(page: Page, id: string): Promise<Drawn> {
  await page.locator(`#${id} .chart-box[data-drawn]`).waitFor();
  return page.evaluate((name) => {
    const figure = document.getElementById(name);
    const canvas = figure?.querySelector('canvas');
    if (!figure || !canvas) throw new Error(`no chart ${name}`);
    const { data, options } = (globalThis as unknown as { Chart: Library }).Chart.getChart(canvas);
    const text = (selector: string) => figure.querySelector(selector)?.textContent.trim() ?? '';
    const lookOf = (set: Readonly<Record<string, unknown>>, index: number) => {
      const pattern = set['backgroundColor'] instanceof CanvasPattern ? `pattern ${index}` : 'plain';
      return set['type'] === 'line'
        ? `line ${JSON.stringify(set['borderDash'])} ${String(set['pointStyle'])}`
        : pattern;
    };
    return {
      title: text('.chart-title'),
      sentence: text('.chart-sentence'),
      spoken: canvas.getAttribute('aria-label') ?? '',
      table: [...figure.querySelectorAll('tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim()),
      ),
      labels: data.labels,
      values: data.datasets.map((set) => set['data'] as number[]),
      looks: data.datasets.map(lookOf),
      fills: data.datasets.map((set) => String(set['borderColor'])),
      text: options.color,
    };
  }, id);
}

const grouped = (points: number) => new Intl.NumberFormat('en-IN').format(points);

async function byCategory(period: string): Promise<readonly Category[]> {
  const { body } = await client.get<{ byCategory: Category[] }>(`/employee/points-summary?period=${period}`);
  return body.byCategory;
}

/** The chart, its table and the JSON say the same. */
function expectSame(chart: Drawn, rows: readonly Category[]): void {
  expect(chart.labels).toEqual(rows.map(({ name }) => name));
  expect(chart.values).toEqual([rows.map(({ points }) => points)]);
  expect(chart.table).toEqual(rows.map(({ name, points }) => [name, grouped(points)]));
  expect(chart.spoken).toContain(chart.sentence);
}

/** Relative luminance and contrast as WCAG 2.2 defines them; colours as the browser computes them. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const parts = [...colour.matchAll(/[\d.]+/g)].map(([part]) => Number(part) / 255);
    const [red = 0, green = 0, blue = 0] = parts.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += shift.value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
      }),
  );
}

async function earn(daysAgo: number): Promise<void> {
  await approveByProgram(decider, await raiseByProgram(client, daysAgo));
}

describeWithBrowser('charts and paper', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    [employee, manager] = [await visit(browser, server.url), await visit(browser, server.url)];
    [client, decider] = [await signedInClient(server.url, dev.email), await signedInClient(server.url, boss.email)];
    await earn(0);
    await employee.signIn(dev.email);
    await manager.signIn(boss.email);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('the chart of the employee’s dashboard has the figures of its table and of the JSON, and follows new ones', async () => {
    const { page } = employee;
    await page.goto('/employee/dashboard');
    const { body } = await client.get<{ quarter: { period: string } }>('/employee/dashboard');
    const before = await byCategory(body.quarter.period);
    const chart = await drawnChart(page, 'by-category');
    expectSame(chart, before);
    expect(chart.title).toContain('Points by category');
    expect(chart.sentence).toBe(`${before[0]?.name} brought most: ${grouped(before[0]?.points ?? 0)} points.`);
    await untilLive(page);
    await page.locator('#by-category summary').click();
    await earn(0);
    const after = await byCategory(body.quarter.period);
    expect(after).not.toEqual(before);
    await page
      .locator('#by-category td')
      .getByText(grouped(after[0]?.points ?? 0))
      .waitFor();
    expectSame(await drawnChart(page, 'by-category'), after);
    expect(await page.locator('#by-category details').getAttribute('open')).not.toBeNull();
  });

  it('charts of a unit’s dashboard have the figures of its JSON', async () => {
    const { page } = manager;
    await page.goto('/pm/dashboard');
    const { body } = await decider.get<{ byCategory: { regular: number }[]; byMonth: { regular: number }[] }>(
      '/pm/dashboard',
    );
    for (const [id, rows] of [
      ['by-category', body.byCategory],
      ['by-month', body.byMonth],
    ] as const) {
      const chart = await drawnChart(page, id);
      expect(chart.values[0]).toEqual(rows.map(({ regular }) => regular));
      expect(chart.table.map((row) => row[1])).toEqual(rows.map(({ regular }) => grouped(regular)));
      expect(chart.sentence).not.toBe('');
    }
  });

  it('series differ by pattern and line, and can be seen in the dark', async () => {
    const { page } = employee;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/employee/points-summary');
      const chart = await drawnChart(page, 'by-quarter');
      expect(chart.looks).toHaveLength(3);
      expect(new Set(chart.looks).size).toBe(3);
      const ground = await page.locator('#by-quarter').evaluate((figure) => getComputedStyle(figure).backgroundColor);
      for (const fill of chart.fills) expect(contrast(fill, ground)).toBeGreaterThanOrEqual(3);
      expect(contrast(chart.text, ground)).toBeGreaterThanOrEqual(4.5);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await inspect(page, '50-points-summary');
    await page.goto('/employee/utilization');
    await inspect(page, '51-utilization');
  });

  it('nothing moves while charts are drawn', async () => {
    const { page } = employee;
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const [address, id] of [
        ['/employee/dashboard', 'by-category'],
        ['/employee/points-summary', 'by-quarter'],
      ] as const) {
        await page.goto(address);
        await drawnChart(page, id);
        expect(await layoutShift(page), `${address} at ${width} px`).toBeLessThan(MOST_SHIFT);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('on paper there are figures and no navigation, dark on white whatever the theme is', async () => {
    const { page } = employee;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/employee/points-summary');
    await drawnChart(page, 'by-category');
    const table = page.locator('#by-category table');
    expect(await table.isVisible()).toBe(false);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    await table.waitFor({ state: 'visible' });
    for (const part of ['.top', '.side', '.filters']) {
      expect(await page.locator(part).first().isVisible(), part).toBe(false);
    }
    const printed = await drawnChart(page, 'by-category');
    expect(contrast(printed.text, 'rgb(255, 255, 255)')).toBeGreaterThan(15);
    const colour = await page.locator('h1').evaluate((title) => getComputedStyle(title).color);
    expect(contrast(colour, 'rgb(255, 255, 255)')).toBeGreaterThan(10);
    await page.emulateMedia({ colorScheme: 'dark', media: null });
    await table.waitFor({ state: 'hidden' });
  });

  it.each([
    [
      '/central/analytics',
      central,
      [
        [360, 'light'],
        [1440, 'dark'],
      ],
    ],
    ['/hr/analytics', hr, [[360, 'dark']]],
  ] as const)(
    '%s: charts stand still, have their figures, and can be read in the dark and on paper',
    async (...given) => {
      const [path, { email }, looks] = given;
      const viewer = await visit(browser, server.url);
      const { page } = viewer;
      await viewer.signIn(email);
      const program = await signedInClient(server.url, email);
      const { period } = (await program.get<Analytics>(path)).body;
      // A fiscal year, whose quarters have a chart as well.
      const address = `${path}?period=${period.slice(0, 4)}`;
      const { body } = await program.get<Analytics>(address);
      const series = seriesOf(body);
      expect(body.total.points).toBeGreaterThan(0);
      for (const [width, colorScheme] of looks) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.goto(address);
        const ids = await page.locator('figure.chart').evaluateAll((figures) => figures.map(({ id }) => id));
        expect(new Set(ids)).toEqual(new Set(series.keys()));
        for (const [id, values] of series) {
          const chart = await drawnChart(page, id);
          expect(chart.title, id).not.toBe('');
          expect(chart.sentence, id).not.toBe('');
          expect(chart.spoken, id).toContain(chart.sentence);
          expect(chart.values, id).toEqual([values]);
          expect(chart.table.map(([label]) => label)).toEqual(chart.labels);
          const ground = await page.locator(`#${id}`).evaluate((figure) => getComputedStyle(figure).backgroundColor);
          for (const fill of chart.fills)
            expect(contrast(fill, ground), `${id} ${colorScheme}`).toBeGreaterThanOrEqual(3);
          expect(contrast(chart.text, ground), `${id} ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
        }
        expect(await layoutShift(page), `${address} at ${width} px`).toBeLessThan(MOST_SHIFT);
      }
      await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
      for (const id of series.keys()) {
        await page.locator(`#${id} table`).waitFor({ state: 'visible' });
        expect(contrast((await drawnChart(page, id)).text, 'rgb(255, 255, 255)'), id).toBeGreaterThan(15);
      }
      for (const part of ['.top', '.side', '.filters', '[data-print]']) {
        expect(await page.locator(part).first().isVisible(), part).toBe(false);
      }
      for (const id of ['categories', 'grades']) {
        const all = page.locator(`#${id} tfoot [data-column="points"]`);
        expect(await all.innerText()).toContain(grouped(body.total.points));
        const colour = await all.evaluate((cell) => getComputedStyle(cell).color);
        expect(contrast(colour, 'rgb(255, 255, 255)'), id).toBeGreaterThan(10);
      }
      viewer.expectQuiet();
      await viewer.context.close();
    },
  );

  it('the yearly statement becomes pages with its total', async () => {
    const { page } = employee;
    const { body } = await client.get<{ totals: { combined: number }; entries: unknown[] }>('/employee/statement');
    await page.goto('/employee/statement');
    await inspect(page, '52-statement');
    const { pages, text } = readPdf(await page.pdf({ format: 'A4' }));
    expect(pages).toBeGreaterThan(0);
    expect(text).toContain(dev.name.replaceAll(' ', ''));
    expect(text).toContain(`${body.entries.length}entries,${grouped(body.totals.combined)}pointsinall`);
    expect(text).toContain(`1/${pages}`);
    expect(text).not.toContain('Searchpeople');
    employee.expectQuiet();
    manager.expectQuiet();
  });
});
