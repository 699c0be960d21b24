import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../../scripts/find-tools.mjs';
import { createApp } from '../../src/app.js';
import type { PersonActor } from '../../src/kernel/actor.js';
import { createRealtime, type Realtime } from '../../src/realtime/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { breakableLine, type BreakableLine } from '../support/breakable-line.js';
import { claim } from '../support/requests.js';
import { newEntry } from '../support/ledger-world.js';
import type { Tenant } from '../support/tenant.js';

const { chromium: executablePath } = findTools();
const PASSWORD = 'a password of the tests 2026';

let app: TestApp;
let tenant: Tenant;
let server: Server;
let realtime: Realtime;
let line: BreakableLine;
let browser: Browser;

/** A page of somebody who is signed in, and whom it belongs to. */
async function pageOf(grants: string[] = []): Promise<{ page: Page; actor: PersonActor; errors: string[] }> {
  const passwordHash = await app.container.people.access.hashPassword(PASSWORD);
  const actor = await tenant.actor({ grants, passwordHash });
  const { access } = app.container.people;
  await tenant.run(() => access.setPassword(tenant.system, actor.personId, PASSWORD, { initial: false }));
  const page = await (await browser.newContext()).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`http://127.0.0.1:${line.port}/auth/login`);
  await page.fill('input[name="email"]', actor.email);
  await page.fill('input[name="password"]', PASSWORD);
  await Promise.all([page.waitForURL('**/dashboard'), page.click('main button[type="submit"]')]);
  return { page, actor, errors };
}

const award = (personId: string, points: number) =>
  tenant.run(() =>
    app.container.storage.run(() =>
      app.container.ledger.credit(
        tenant.system,
        newEntry(personId, { kind: 'award', points, categoryCode: 'mentoring', unit: 'pm' }),
      ),
    ),
  );

describe.skipIf(executablePath === undefined)('an open page', () => {
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
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
      logger: container.logger,
      publicUrl: container.config.publicUrl,
    });
    container.outbox.relay.start();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    line = await breakableLine((server.address() as AddressInfo).port);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    line.close();
    await realtime.close();
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  it('48: changes its figures and bell by itself, and after a break shows what it missed, once', async () => {
    const { page, actor, errors } = await pageOf();
    await page.waitForFunction(() => sessionStorage.length > 0);
    const figures = page.locator('#own-figures');
    const toasts = page.locator('#toasts .toast-note');
    await award(actor.personId, 250);
    await figures.getByText('250').first().waitFor();
    await page.locator('[data-bell-count]', { hasText: '1' }).waitFor();
    await toasts.getByText('You were awarded 250 points: Mentoring.').waitFor();

    line.cut();
    await page.locator('#live-banner').waitFor({ state: 'visible' });
    expect(await page.locator('#live-banner').innerText()).toMatch(
      /how things stood at \d\d:\d\d\. Everything else works/,
    );
    await award(actor.personId, 70);
    await award(actor.personId, 7);
    await app.settle();
    line.mend();
    await page.locator('#live-banner').waitFor({ state: 'hidden', timeout: 20_000 });
    await figures.getByText('327').first().waitFor();
    await page.locator('[data-bell-count]', { hasText: '3' }).waitFor();
    expect(await toasts.getByText('You were awarded 70 points').count()).toBe(1);
    expect(await toasts.getByText('You were awarded 7 points').count()).toBe(1);
    expect(errors).toEqual([]);
  }, 90_000);

  it('leaves alone what somebody is choosing from', async () => {
    const { page, actor } = await pageOf();
    await page.waitForFunction(() => sessionStorage.length > 0);
    await page.evaluate(() => {
      const box = document.createElement('input');
      box.id = 'typing';
      document.getElementById('own-figures')?.append(box);
      box.focus();
    });
    await award(actor.personId, 250);
    await page.locator('[data-bell-count]', { hasText: '1' }).waitFor();
    expect(await page.locator('#typing').count()).toBe(1);
    await page.evaluate(() => document.getElementById('typing')?.blur());
    await page.locator('#own-figures').getByText('250').first().waitFor();
  }, 60_000);

  it('fetches nothing while nobody looks at it, and everything once somebody does', async () => {
    const { page, actor } = await pageOf();
    await page.waitForFunction(() => sessionStorage.length > 0);
    const look = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await look(true);
    let pages = 0;
    page.on('request', (request) => (pages += request.url().endsWith('/employee/dashboard') ? 1 : 0));
    await award(actor.personId, 250);
    await page.locator('#toasts .toast-note').getByText('You were awarded 250 points: Mentoring.').waitFor();
    await award(actor.personId, 7);
    await page.locator('#toasts .toast-note').getByText('You were awarded 7 points: Mentoring.').waitFor();
    expect(pages).toBe(0);
    await look(false);
    await page.locator('#own-figures').getByText('257').first().waitFor();
  }, 60_000);

  it('follows a bulk of 100 decisions with a few messages and fetches, up to its end', async ({ annotate }) => {
    const { page, actor, errors } = await pageOf(['pm']);
    const employee = await tenant.actor({ managerId: actor.personId });
    const { requests } = app.container;
    const ids: string[] = [];
    for (let index = 0; index < 100; index += 1) {
      ids.push((await tenant.run(() => requests.raise(employee, claim({ acknowledgeDuplicate: true })))).id);
    }
    await app.settle();
    const queue = `http://127.0.0.1:${line.port}/pm/requests`;
    let frames = 0;
    page.on('websocket', (socket) => socket.on('framereceived', () => (frames += 1)));
    await page.goto(queue);
    await page.waitForFunction(() => sessionStorage.length > 0);
    await page.locator('#waiting-pm-page', { hasText: '99+' }).waitFor();
    let fetches = 0;
    page.on('request', (request) => (fetches += request.resourceType() === 'fetch' ? 1 : 0));
    frames = 0;

    const before = Date.now();
    await tenant.run(() => requests.decideMany(actor, 'pm', ids, 'approve', 'Agreed.'));
    await app.settle();
    await expect.poll(() => page.locator('#queue tbody tr').count(), { timeout: 30_000 }).toBe(0);
    await expect.poll(() => page.locator('#waiting-pm-page').innerText(), { timeout: 30_000 }).toBe('');
    const seconds = Math.ceil((Date.now() - before) / 1000);
    await annotate(`100 decisions in ${seconds} s: ${frames} messages, ${fetches} fetches`);
    // One hint a second and two ends, one for the board a second, and what keeps the line alive.
    expect(frames).toBeLessThanOrEqual(2 * seconds + 8);
    // The queue has two addresses at most, each fetched once in three seconds.
    expect(fetches).toBeLessThanOrEqual(seconds + 6);
    expect(errors).toEqual([]);
  }, 120_000);
});
