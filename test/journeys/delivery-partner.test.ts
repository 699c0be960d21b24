import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { breakableLine, type BreakableLine } from '../support/breakable-line.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, untilLive, visit } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient, type JsonClient } from '../support/json-client.js';
import { approveByProgram, raiseByProgram } from '../support/request-steps.js';

const {
  manager,
  employees: [dev],
  partner,
} = demoCast();
/** What a browser says about a server that is away for a while; it is away on purpose. */
const AWAY = [/ERR_(CONNECTION|EMPTY_RESPONSE|SOCKET)/, /WebSocket connection to/];

interface Dashboard {
  readonly points: number;
  readonly pending: { readonly page: { readonly total: number } };
}

let demo: DemoFolder;
let server: CompiledServer;
let line: BreakableLine;
let browser: Browser;
let employee: JsonClient;
let decider: JsonClient;
let watcher: JsonClient;

const raise = () => raiseByProgram(employee, 1);
const approve = (id: string) => approveByProgram(decider, id);

const dashboard = async () => (await watcher.get<Dashboard>('/dp/dashboard')).body;
const figure = (page: Page, label: string) =>
  page.locator('.stat', { has: page.locator('.stat-label', { hasText: label }) }).locator('.stat-figure .num');
const shown = async (page: Page, label: string) =>
  Number((await figure(page, label).innerText()).replaceAll(/[^\d]/g, ''));

describeWithBrowser('a delivery partner', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    line = await breakableLine(server.port);
    browser = await commonBrowser();
    employee = await signedInClient(server.url, dev.email);
    decider = await signedInClient(server.url, manager.email);
    watcher = await signedInClient(server.url, partner.email);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    line.close();
    await server.stop();
    await demo.remove();
  });

  it('watches what is approved for the own people, also after the connection was away', async () => {
    const [first, second] = [await raise(), await raise()];
    const before = await dashboard();
    const visitor = await visit(browser, `http://127.0.0.1:${line.port}`, { expected: AWAY });
    const { page } = visitor;
    await visitor.signIn(partner.email);
    await page.goto('/dp/dashboard');
    await untilLive(page);
    // A page that was loaded anew would have lost this.
    await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));
    expect(await shown(page, 'Points of my people')).toBe(before.points);

    await approve(first);
    const latest = page.locator('#approvals li').first();
    await latest.getByText(`${dev.name} got 250 points`).waitFor();
    await expect.poll(() => shown(page, 'Points of my people')).toBe(before.points + 250);
    await expect.poll(() => shown(page, 'Pending items')).toBe(before.pending.page.total - 1);

    line.cut();
    await page.locator('#live-banner').waitFor();
    await approve(second);
    expect(await shown(page, 'Points of my people')).toBe(before.points + 250);
    line.mend();
    await expect.poll(() => shown(page, 'Points of my people'), { timeout: 30_000 }).toBe(before.points + 500);
    await page.locator('#live-banner').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true);

    await inspect(page, 'delivery-dashboard');
    await page.locator('main').getByRole('link', { name: 'My people' }).click();
    await page.waitForURL('**/dp/employees');
    await inspect(page, 'delivery-people');
    await page.goto(`/dp/employees?q=${encodeURIComponent(dev.name)}`);
    await page.locator('#people').getByRole('link', { name: dev.name }).click();
    await page.getByRole('heading', { level: 1, name: dev.name }).waitFor();
    await inspect(page, 'delivery-person');
    for (const name of ['pending', 'leaderboard']) {
      await page.goto(`/dp/${name}`);
      await inspect(page, `delivery-${name}`);
    }
    // Nothing on these pages does anything but take a file of what is shown.
    expect(await page.locator('main form[method="post"]').count()).toBe(0);
    visitor.expectQuiet();
    await visitor.context.close();
  });
});
