import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, untilLive, visit } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient } from '../support/json-client.js';

const { manager: boss, employees } = demoCast();
const POINTS = 250;
/** Finds the requests of this journey. */
const WORDS = 'the team of fifty';
/** How many each of the three raises. */
const SHARES = [17, 17, 16] as const;
/** How many of each of the three are approved. */
const APPROVED = [16, 16, 15] as const;

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;

/** Fifty requests of three people, raised by program, waiting for the manager. */
async function raiseFifty(): Promise<string[]> {
  const yesterday = addDays(localDateOf(new Date(), 'Asia/Kolkata'), -1);
  const ids: string[] = [];
  for (const [index, { email }] of employees.entries()) {
    const client = await signedInClient(server.url, email);
    for (let count = 0; count < (SHARES[index] ?? 0); count += 1) {
      const { status, body } = await client.post<{ request: { id: string } }>('/employee/raise-request', {
        categoryCode: 'initiative_ai',
        eventDate: yesterday,
        notes: `Showed ${WORDS} how an assistant writes the release notes.`,
        acknowledgeDuplicate: true,
      });
      expect(status).toBe(201);
      ids.push(body.request.id);
    }
  }
  return ids;
}

/** All points of the three. */
async function totals(): Promise<number[]> {
  const found: number[] = [];
  for (const { email } of employees) {
    const client = await signedInClient(server.url, email);
    found.push((await client.get<{ combined: number }>('/employee/points-summary')).body.combined);
  }
  return found;
}

describeWithBrowser('approving several at once', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('says what fifty will do, decides each on its own merits, and names those that were decided meanwhile', async () => {
    const before = await totals();
    const ids = await raiseFifty();
    const elsewhere = await signedInClient(server.url, boss.email);
    const onThePhone = async (id: string | undefined) => {
      const { status } = await elsewhere.post(`/pm/requests/${id ?? ''}/decision`, {
        decision: 'reject',
        notes: 'On the phone.',
      });
      expect(status).toBe(200);
    };
    const manager = await visit(browser, server.url);
    const { page } = manager;
    await manager.signIn(boss.email);
    await page.goto(`/pm/requests?mine=true&size=100&q=${encodeURIComponent(WORDS)}`);
    await untilLive(page);
    await page.check('[data-select-all]');
    await page.getByRole('button', { name: 'Review 50 requests' }).waitFor();
    await inspect(page, '30-bulk-selected');

    // What is selected stays, although two of them are decided elsewhere.
    await onThePhone(ids[0]);
    await onThePhone(ids[17]);
    await page.getByRole('button', { name: 'Review 50 requests' }).click();
    await page.getByText('48 requests of 3 people, 12,000 points').waitFor();
    await page.getByText('2 requests are left out').waitFor();
    await page.getByText(`This request was already rejected by ${boss.name}.`).waitFor();
    await inspect(page, '31-bulk-preview');

    await onThePhone(ids[34]);
    await page.fill('textarea[name="notes"]', 'Seen in the demo on Friday.');
    await page.getByRole('button', { name: 'Approve 48 requests' }).dblclick();
    await page.getByText('47 approved, 1 was already decided.').waitFor();
    expect(await page.locator('#bulk-done tbody tr').count()).toBe(47);
    expect(await page.locator('#bulk-left-1 tbody tr').count()).toBe(1);
    await inspect(page, '32-bulk-done');
    expect(await totals()).toEqual(before.map((points, index) => points + POINTS * (APPROVED[index] ?? 0)));
    manager.expectQuiet();
    await manager.context.close();
  });
});
