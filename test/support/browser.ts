import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { findTools } from '../../scripts/find-tools.mjs';
import { DEMO_PASSWORD } from '../../src/demo/demo-accounts.js';
import { projectRoot } from '../../src/project-root.js';
import { accessibilityProblems } from './axe.js';

const { chromium: executablePath } = findTools();

/** Like `describe`; skipped, and counted as such by `npm test`, where there is no browser. */
export const describeWithBrowser = describe.skipIf(executablePath === undefined);

const PICTURES = path.join(projectRoot(), 'test-artifacts', 'journeys');
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };
/** A page of a busy machine may take its time; who waits longer has met a mistake. */
const PATIENCE_MS = 30_000;

/** A page of a test lives for seconds: code that is optimized for long runs and memory that is kept small never pay. */
const SHORT_LIVED = '--js-flags=--no-turbofan --min-semi-space-size=16';

/** A browser of a test's own, with further switches where the test needs them. */
export function launchBrowser(switches: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      SHORT_LIVED,
      ...switches,
    ],
  });
}

let common: Browser | undefined;

/** The browser that all files of a process use one after the other; it ends with the process. */
export async function commonBrowser(): Promise<Browser> {
  if (common?.isConnected() !== true) {
    const browser = (common = await launchBrowser());
    // A run that is broken off leaves its processes alone; with a browser at hand, this one would stay for ever.
    process.once('disconnect', () => void browser.close());
  }
  return common;
}

/** Takes everybody away from a browser, with all that they had in it. */
export async function leaveBrowser(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Somebody in front of a browser of the own, whose tabs are listened to for anything that should not be. */
export interface Visitor {
  readonly context: BrowserContext;
  /** The first tab. */
  readonly page: Page;
  /** Opens another tab. */
  open(address: string): Promise<Page>;
  signIn(email: string, password?: string): Promise<void>;
  /** Fails when a page said an error, broke the content policy or asked another origin. */
  expectQuiet(): void;
}

export interface VisitorOptions {
  readonly javaScript?: boolean;
  /** Console errors that belong to the journey, such as a form that is refused on purpose. */
  readonly expected?: readonly RegExp[];
}

/** Opens a browser of somebody's own on a product at `url`. */
export async function visit(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: WIDE,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    javaScriptEnabled: options.javaScript ?? true,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const noise = listen(context, new URL(url).origin, options.expected ?? []);
  const page = await context.newPage();
  return {
    context,
    page,
    async open(address) {
      const tab = await context.newPage();
      await tab.goto(address);
      return tab;
    },
    async signIn(email, password = DEMO_PASSWORD) {
      await page.goto('/auth/login');
      await page.fill('input[name="email"]', email);
      await page.fill('input[name="password"]', password);
      await page.click('main button[type="submit"]');
      await page.waitForURL((address) => address.pathname !== '/auth/login');
    },
    expectQuiet: () => expect(noise).toEqual([]),
  };
}

function listen(context: BrowserContext, origin: string, expected: readonly RegExp[]): string[] {
  const noise: string[] = [];
  const hear = (sound: string) => {
    if (!expected.some((pattern) => pattern.test(sound))) noise.push(sound);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') hear(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => hear(error.error().stack ?? error.error().message));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin) hear(`asked ${url.href}`);
  });
  return noise;
}

/** Waits until a page has its place in the order of live events: from then on it misses nothing. */
export async function untilLive(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.startsWith('live:')));
}

/** Keeps how the page looks now under test-artifacts/. */
async function picture(page: Page, name: string, scheme: string): Promise<void> {
  const { width } = page.viewportSize() ?? WIDE;
  await page.screenshot({ path: path.join(PICTURES, `${name}-${width}-${scheme}.png`), fullPage: true });
}

const SIZES = [
  { size: WIDE, checked: 'light' },
  { size: NARROW, checked: 'dark' },
] as const;

/** Pictures cost more than all that is checked, so they are kept for somebody who wants to look: `1`, or `all`. */
const KEPT_PICTURES = process.env['PICTURES'];

/**
 * Looks at a page as it stands: fails when axe finds a violation, wide in light and narrow in dark, or the page scrolls
 * sideways. Says everything that is wrong before failing. PICTURES=1 keeps pictures of these two, PICTURES=all of both
 * themes at both widths.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  // A tab behind another one paints a frame now and then only.
  await page.bringToFront();
  for (const { size, checked } of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      if (colorScheme !== checked && KEPT_PICTURES !== 'all') continue;
      await page.emulateMedia({ colorScheme });
      if (KEPT_PICTURES !== undefined) await picture(page, name, colorScheme);
      if (colorScheme !== checked) continue;
      expect.soft(await accessibilityProblems(page), `${name}, ${size.width} px, ${colorScheme}`).toEqual([]);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `${name} at ${size.width} px scrolls sideways`).toBeLessThanOrEqual(size.width);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}
