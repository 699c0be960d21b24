import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { emptyFolder, type DemoFolder } from '../support/demo-folder.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const FILE = path.join(projectRoot(), 'data', 'adventureworks', 'people.csv');
/** Not in the file, so that the file adds everybody it holds. */
const ADMINISTRATOR = { name: 'Syed Abbas', email: 'syed.first@adventure-works.com', employeeId: 'AW9001' };
const PASSWORD = 'Bicycles-and-patience-7';

let empty: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let administrator: Visitor;

describeWithBrowser('an empty installation', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    empty = await emptyFolder();
    server = await startCompiled({ folder: empty.folder, args: ['--empty'] });
    browser = await commonBrowser();
    administrator = await visit(browser, server.url, { expected: [/status of 422/] });
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await empty.remove();
  });

  it('is set up in the browser with the token that only the console shows', async () => {
    const { page } = administrator;
    await page.goto('/');
    await page.goto('/setup');
    await inspect(page, '40-setup');
    await page.fill('input[name="organization"]', 'AdventureWorks');
    await page.selectOption('select[name="zone"]', 'Asia/Kolkata');
    await page.selectOption('select[name="fiscalStartMonth"]', '4');
    await page.fill('input[name="name"]', ADMINISTRATOR.name);
    await page.fill('input[name="email"]', ADMINISTRATOR.email);
    await page.fill('input[name="employeeId"]', ADMINISTRATOR.employeeId);
    await page.fill('input[name="token"]', 'not the token of the console');
    await page.fill('input[name="password"]', PASSWORD);
    await page.click('main button[type="submit"]');
    await page.locator('#error-summary a[href="#field-token"]').waitFor();
    expect(await page.inputValue('input[name="organization"]')).toBe('AdventureWorks');
    await inspect(page, '41-setup-refused');

    await page.fill('input[name="token"]', /Setup token: (\S+)/.exec(server.output())?.[1] ?? '');
    await page.fill('input[name="password"]', PASSWORD);
    await page.click('main button[type="submit"]');
    await page.waitForURL('**/auth/login');
    expect((await page.request.get('/setup')).status()).toBe(404);
  });

  it('its first administrator signs in and finds the way to the import', async () => {
    const { page } = administrator;
    await administrator.signIn(ADMINISTRATOR.email, PASSWORD);
    await inspect(page, '42-first-dashboard');
    await page.goto('/hr/imports/people');
    await inspect(page, '43-import');
  });

  it('the file is checked first: 288 good rows, 2 problems with line, column and reason', async () => {
    const { page } = administrator;
    await page.setInputFiles('input[type="file"][name="file"]', FILE);
    await page.click('main button[type="submit"]');
    await page.waitForURL(/\/imports\/[0-9a-f]{24}$/);
    await page.getByRole('button', { name: 'Import 288 people' }).waitFor();
    const problems = page.locator('#import-problems tbody tr');
    expect(await problems.count()).toBe(2);
    for (const cells of [await problems.nth(0).allInnerTexts(), await problems.nth(1).allInnerTexts()]) {
      expect(cells.join(' ')).toMatch(/^\s*\d+\s+email\s+\S.{10,}/s);
    }
    await inspect(page, '44-import-checked');
  });

  it('confirmed, everybody is there, with their managers', async () => {
    const { page } = administrator;
    await page.getByRole('button', { name: 'Import 288 people' }).click();
    const done = page.getByText('288 people are imported.');
    const finished = async () => {
      if (!(await done.isVisible())) await page.reload();
      return done.isVisible();
    };
    await expect.poll(finished, { timeout: 60_000, interval: 500 }).toBe(true);
    await inspect(page, '45-import-done');
    const answer = await page.request.get('/people?q=guy', { headers: { accept: 'application/json' } });
    expect(JSON.stringify(await answer.json())).toContain('Guy Gilbert');
    const everybody = await page.request.get('/central/dashboard', { headers: { accept: 'application/json' } });
    expect(((await everybody.json()) as { page: { total: number } }).page.total).toBe(289);
    administrator.expectQuiet();
  });
});
