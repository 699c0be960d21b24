import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.js';
import { createRealtime, type Realtime } from '../../src/realtime/index.js';
import { PASSWORD } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import {
  commonBrowser,
  describeWithBrowser,
  inspect,
  leaveBrowser,
  untilLive,
  visit,
  type Visitor,
} from '../support/browser.js';
import { createCast, type Cast } from '../support/cast.js';
import { raise } from '../support/records.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

/** Sunday 16 November 2025, 23:30 in Kolkata, and half an hour later. */
const SUNDAY = '2025-11-16T18:00:00Z';
const MONDAY = '2025-11-16T18:30:00Z';

let app: TestApp;
let cast: Cast;
let server: Server;
let realtime: Realtime;
let browser: Browser;
let approver: Visitor;
let delegate: Visitor;
let queue: Page;
let ids: string[];

/** A server with sockets, on the clock of the test: days have to pass. */
async function serve(): Promise<string> {
  const { container } = app;
  server = createServer(
    createApp({ services: container, sessionMiddleware: container.sessionMiddleware, stopping: () => false }),
  );
  realtime = createRealtime({
    httpServer: server,
    sessionMiddleware: container.sessionMiddleware,
    access: container.people.access,
    live: container.notifications.live,
    outbox: container.outbox,
    redis: undefined,
    logger: container.logger,
    publicUrl: container.config.publicUrl,
  });
  container.outbox.relay.start();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const row = (id: string) => queue.locator(`tr[data-row="${id}"]`);

describeWithBrowser('going away with a delegate', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    app = await openTestApp({ start: SUNDAY });
    cast = await createCast(app);
    ids = [
      (await raise(cast)).id,
      (await raise(cast, 'pm', { eventDate: '2025-11-11' })).id,
      (await raise(cast, 'pm', { eventDate: '2025-11-12' })).id,
    ];
    const url = await serve();
    browser = await commonBrowser();
    approver = await visit(browser, url);
    delegate = await visit(browser, url);
    await approver.signIn(cast.people.manager.email, PASSWORD);
    await delegate.signIn(cast.people.otherManager.email, PASSWORD);
    queue = delegate.page;
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await realtime.close();
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  it('the approver sees what will happen and names a delegate from Monday on', async () => {
    const { page } = approver;
    await page.goto('/employee/absence');
    await page.fill('input[name="from"]', '2025-11-17');
    await page.fill('input[name="to"]', '2025-11-21');
    await page.selectOption('select[name="delegate_pm"]', cast.people.otherManager.id);
    await page.fill('textarea[name="note"]', 'In the mountains, without a telephone.');
    await page.click('button[formaction="/employee/absence/preview"]');
    await page.getByText(`3 requests that wait go to ${cast.people.otherManager.name}`).waitFor();
    expect(await page.inputValue('select[name="delegate_pm"]')).toBe(cast.people.otherManager.id);
    await inspect(page, '60-absence-preview');
    await page.click('.absence-form button[type="submit"]:not([formaction])');
    await page.getByText('The absence is saved.').waitFor();
    await inspect(page, '61-absence-planned');
  });

  it('nothing moves before Monday', async () => {
    await queue.goto('/pm/requests');
    await untilLive(queue);
    await app.container.absences.keepEverywhere();
    for (const id of ids) expect(await row(id).count()).toBe(0);
  });

  it('on Monday everything appears at the delegate, whose page stays open', async () => {
    app.clock.set(MONDAY);
    await app.container.absences.keepEverywhere();
    for (const id of ids) await row(id).waitFor();
    await queue.getByText(`You decide for ${cast.people.manager.name} until 21 Nov 2025.`).waitFor();
    await inspect(queue, '62-absence-queue');
    await approver.page.goto('/employee/dashboard');
    await approver.page.getByText(`${cast.people.otherManager.name} decides for you.`).waitFor();
    await inspect(approver.page, '63-absence-dashboard');
  });

  it('the delegate decides one, in place of the absent', async () => {
    await queue.goto(`/pm/requests/${ids[0]}`);
    await queue.fill('textarea[name="notes"]', 'Seen and liked.');
    await queue.click('button[name="decision"][value="approve"]');
    await queue.getByText('Here is the next one.').waitFor();
    await queue.goto(`/pm/requests/${ids[0]}`);
    await queue.getByText(`${cast.people.otherManager.name} for ${cast.people.manager.name}`).first().waitFor();
  });

  it('the approver is back, and so is what is left', async () => {
    await queue.goto('/pm/requests');
    await untilLive(queue);
    await row(ids[1] ?? '').waitFor();
    const { page } = approver;
    await page.goto('/employee/absence');
    await page.getByText('2 of 3 requests are still to be decided.').waitFor();
    await page.locator('[data-dialog-open]').click();
    await inspect(page, '64-absence-back');
    await page.locator('dialog[open] .dialog-foot .btn-primary').click();
    await page.getByText('Welcome back.').filter({ visible: true }).first().waitFor();
    await page.goto('/pm/requests');
    for (const id of ids.slice(1)) await page.locator(`tr[data-row="${id}"]`).waitFor();
    for (const id of ids.slice(1)) await row(id).waitFor({ state: 'detached' });
    await page.goto('/employee/absence');
    await inspect(page, '65-absence-over');
    approver.expectQuiet();
    delegate.expectQuiet();
  });
});
