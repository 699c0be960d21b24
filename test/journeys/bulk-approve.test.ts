import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { describeWithBrowser, inspect, launchBrowser, untilLive, visit } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient } from '../support/json-client.js';

const { manager: boss, employees } = demoCast();
const POINTS = 250;

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;

/** One request of each of three people, raised by program, waiting for the manager. */
async function raiseThree(): Promise<string[]> {
  const yesterday = addDays(localDateOf(new Date(), 'Asia/Kolkata'), -1);
  const ids: string[] = [];
  for (const { email } of employees) {
    const client = await signedInClient(server.url, email);
    const { status, body } = await client.post<{ request: { id: string } }>('/employee/raise-request', {
      categoryCode: 'initiative_ai',
      eventDate: yesterday,
      notes: 'Showed the team how an assistant writes the release notes.',
    });
    expect(status).toBe(201);
    ids.push(body.request.id);
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
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await demo.remove();
  });

  it('decides each on its own merits and names the one that was decided meanwhile', async () => {
    const before = await totals();
    const ids = await raiseThree();
    const manager = await visit(browser, server.url);
    const { page } = manager;
    await manager.signIn(boss.email);
    await page.goto('/pm/requests');
    await untilLive(page);
    for (const id of ids) await page.check(`input[name="ids"][value="${id}"]`);
    await page.fill('#bulk textarea[name="notes"]', 'Seen in the demo on Friday.');
    await inspect(page, '30-bulk-selected');

    const elsewhere = await signedInClient(server.url, boss.email);
    const decided = await elsewhere.post(`/pm/requests/${ids[1]}/decision`, {
      decision: 'approve',
      notes: 'On the phone.',
    });
    expect(decided.status).toBe(200);

    await page.locator('#bulk button[type="submit"]:not([formaction])').click();
    await page.getByText('2 approved, 1 was already decided.').waitFor();
    for (const id of ids) expect(await page.locator(`tr[data-row="${id}"]`).count()).toBe(0);
    await inspect(page, '31-bulk-done');
    expect(await totals()).toEqual(before.map((points) => points + POINTS));
    manager.expectQuiet();
    await manager.context.close();
  });
});
