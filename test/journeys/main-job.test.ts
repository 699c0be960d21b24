import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localDateOf } from '../../src/kernel/local-date.js';
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
import { pdfFile, pngFile } from '../support/evidence-files.js';
import { signedInClient } from '../support/json-client.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const {
  manager: boss,
  employees: [dev],
  central: controller,
} = demoCast();
const NOTES = 'Guided two newcomers through their first release, from plan to production.';
const PRAISE = 'Both released on their own this week. Thank you!';
const MENTORING_POINTS = 250;

interface Summary {
  readonly combined: number;
}

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let employee: Visitor;
let manager: Visitor;
let central: Visitor;
/** Tabs of the employee that stay open all the time. */
let home: Page;
let board: Page;
let before: number;
let boardBefore: number;

/** Says that a page is still the one that was opened: a reload would forget it. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(globalThis, { stillHere: true }));
const isMarked = (page: Page) => page.evaluate(() => 'stillHere' in globalThis);
const figures = (page: Page) => page.locator('[data-live~="points_updated"]').first();
const ownPlace = (page: Page) => page.locator('[data-live~="leaderboard_update"]');
const grouped = (points: number) => new Intl.NumberFormat('en-IN').format(points);

async function combined(): Promise<number> {
  const client = await signedInClient(server.url, dev.email);
  return (await client.get<Summary>('/employee/points-summary')).body.combined;
}

describeWithBrowser('the main job, in two browsers side by side', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    [employee, manager, central] = [
      await visit(browser, server.url),
      await visit(browser, server.url),
      await visit(browser, server.url),
    ];
    before = await combined();
    const client = await signedInClient(server.url, dev.email);
    boardBefore = (await client.get<{ me: { points: number } }>('/employee/leaderboard')).body.me.points;
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('the employee signs in through the form', async () => {
    const { page } = employee;
    await page.goto('/employee/dashboard');
    expect(new URL(page.url()).pathname).toBe('/auth/login');
    await inspect(page, '01-sign-in');
    await page.fill('input[name="email"]', dev.email.toUpperCase());
    await page.fill('input[name="password"]', 'Points-demo-2026');
    await page.click('main button[type="submit"]');
    await page.waitForURL('**/employee/dashboard');
    await page
      .getByRole('heading', { level: 1 })
      .getByText(dev.name.split(' ')[0] ?? '')
      .waitFor();
    await inspect(page, '02-employee-dashboard');
    home = await employee.open('/employee/dashboard');
    board = await employee.open('/employee/leaderboard');
    await inspect(board, '03-leaderboard');
    for (const tab of [home, board]) {
      await untilLive(tab);
      await mark(tab);
    }
  });

  it('the manager waits on the dashboard of the own unit', async () => {
    await manager.signIn(boss.email);
    await manager.page.goto('/pm/dashboard');
    await inspect(manager.page, '04-manager-dashboard');
    await untilLive(manager.page);
    await mark(manager.page);
  });

  it('the employee raises Mentoring with evidence', async () => {
    const { page } = employee;
    await page.goto('/employee/raise-request');
    await page.check('input[name="categoryCode"][value="mentoring"]');
    await page.locator('[data-raise-points]').getByText(String(MENTORING_POINTS)).waitFor();
    await page.fill('textarea[name="notes"]', NOTES);
    await page.setInputFiles('[data-file-drop] input[type="file"]', [
      { name: 'release plan.png', mimeType: 'image/png', buffer: pngFile(1, 1, 'release plan') },
      { name: 'feedback.pdf', mimeType: 'application/pdf', buffer: pdfFile('feedback of the newcomers') },
    ]);
    await expect
      .poll(() => page.locator('input[type="hidden"][name="attachmentIds"]').count(), { timeout: 30_000 })
      .toBe(2);
    await inspect(page, '05-raise-request');
    await page.click('form[data-raise] button[type="submit"]');
    await page.waitForURL('**/employee/requests');
    await page.getByText(`waiting for ${boss.name}`).first().waitFor();
    await inspect(page, '06-own-requests-pending');
    await untilLive(page);
    await mark(page);
  });

  it('the manager sees it appear, looks at the evidence and approves with notes', async () => {
    const { page } = manager;
    const news = page.locator('main li', { hasText: dev.name }).getByRole('link', { name: 'Mentoring' }).first();
    await news.waitFor();
    expect(await isMarked(page)).toBe(true);
    await news.click();
    await page.getByText(NOTES).waitFor();
    const preview = page.locator('#evidence details', { hasText: 'release plan.png' });
    if ((await preview.getAttribute('open')) === null) await preview.locator('summary').click();
    const picture = preview.locator('img');
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const paper = page.locator('#evidence details', { hasText: 'feedback.pdf' });
    // Both files were sent at the same time; whichever came first stands open already.
    if ((await paper.getAttribute('open')) === null) await paper.locator('summary').click();
    const frame = paper.locator('iframe');
    await frame.scrollIntoViewIfNeeded();
    await expect.poll(() => page.frames().some((one) => one.url().includes('/attachments/'))).toBe(true);
    const answer = await page.request.get((await frame.getAttribute('src')) ?? '');
    expect([answer.ok(), answer.headers()['content-type']]).toEqual([true, 'application/pdf']);
    await inspect(page, '07-request-to-decide');
    await page.fill('textarea[name="notes"]', PRAISE);
    await page.locator('button[name="decision"][value="approve"]').click();
    await page.getByText(`${dev.name} gets ${MENTORING_POINTS} points`).waitFor();
    await inspect(page, '08-decided');
  });

  it('the pages of the employee follow by themselves, and the points are credited once', async () => {
    const { page } = employee;
    await page.locator('#own-requests tbody tr').first().getByText('Approved').waitFor();
    await figures(home)
      .getByText(grouped(before + MENTORING_POINTS), { exact: true })
      .first()
      .waitFor();
    await home.locator('[data-bell-count]:not([hidden])').waitFor();
    await ownPlace(board)
      .getByText(grouped(boardBefore + MENTORING_POINTS), { exact: true })
      .first()
      .waitFor();
    for (const tab of [page, home, board]) expect(await isMarked(tab)).toBe(true);
    expect(await combined()).toBe(before + MENTORING_POINTS);
    await inspect(page, '09-own-requests-approved');
    await inspect(home, '10-dashboard-credited');
    await inspect(board, '11-leaderboard-moved');
    await page.locator('#own-requests tbody tr a').first().click();
    await page.getByText(PRAISE).first().waitFor();
    await inspect(page, '12-own-request');
    for (const [name, address] of [
      ['13-history', '/employee/history'],
      ['14-points-summary', '/employee/points-summary'],
      ['15-notifications', '/employee/notifications'],
      ['16-profile', '/employee/profile'],
    ] as const) {
      await page.goto(address);
      await inspect(page, name);
    }
  });

  it('central exports a file with the new line in it', async () => {
    const { page } = central;
    await central.signIn(controller.email);
    await page.goto('/central/dashboard');
    await inspect(page, '17-central-dashboard');
    const today = localDateOf(new Date(), 'Asia/Kolkata');
    await page.goto('/central/exports');
    const form = page.locator('form[action="/central/export"]');
    await form.locator('input[name="format"][value="csv"]').check({ force: true });
    await form.locator('input[name="from"]').fill(today);
    await form.locator('input[name="to"]').fill(today);
    const download = page.waitForEvent('download');
    await form.locator('button[type="submit"]').click();
    const file = await readFile(await (await download).path());
    expect((await download).suggestedFilename()).toMatch(/^points_.*\.csv$/);
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = file
      .toString('utf8')
      .split('\r\n')
      .filter((line) => line.includes(dev.name));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('Mentoring');
    expect(lines[0]?.split(',')).toContain(String(MENTORING_POINTS));
    await page.goto('/central/leaderboard');
    await inspect(page, '18-central-leaderboard');
  });

  it('the queue and its history show the decision', async () => {
    const { page } = manager;
    await page.goto('/pm/requests?status=decided');
    await page.getByRole('link', { name: 'Mentoring' }).first().waitFor();
    await inspect(page, '19-queue-decided');
    await page.goto('/pm/requests');
    await inspect(page, '20-queue-pending');
  });

  it('signing out ends the session, and nobody heard anything that should not be', async () => {
    const { page } = employee;
    await page.goto('/employee/dashboard');
    await page.locator('summary.account').click();
    await inspect(page, '21-account-menu');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/auth/login');
    await page.goto('/employee/requests');
    expect(new URL(page.url()).pathname).toBe('/auth/login');
    for (const visitor of [employee, manager, central]) visitor.expectQuiet();
  });
});
