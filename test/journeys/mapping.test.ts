import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.js';
import { account, PASSWORD } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { RAW_EXPORT_FORM } from '../support/import-samples.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';
import type { Tenant } from '../support/world.js';

const FILE = path.join(projectRoot(), 'data', 'adventureworks', 'hr-export.csv');

let app: TestApp;
let tenant: Tenant;
let browser: Browser;
let hr: Visitor;

/** Fills in a field if the form has it now; lists come after their column is known. */
async function say(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`[name="${name}"]`);
  const kind = await field.evaluate((element) => `${element.tagName}:${element.getAttribute('type') ?? ''}`);
  if (kind.startsWith('SELECT')) await field.selectOption(value);
  else if (kind.endsWith('checkbox')) await field.check();
  else await field.fill(value);
}

describeWithBrowser('HR brings the export of another system', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
    await account(app, tenant, { email: 'hr@elsewhere.com', employeeId: 'HR-1', grants: ['hr'] });
    browser = await commonBrowser();
    // Without scripts: everything here must work by forms alone.
    hr = await visit(browser, app.url, { javaScript: false });
    await hr.signIn('hr@elsewhere.com', PASSWORD);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await app.close();
  });

  it('uploads the raw file and is asked which column is which', async () => {
    const { page } = hr;
    await page.goto('/hr/imports/people');
    await page.setInputFiles('input[name="file"]', FILE);
    await page.check('input[name="mapColumns"]');
    await page.click('main button[type="submit"]');
    await page.waitForURL(/\/imports\/[0-9a-f]{24}\/mapping$/);
    expect(await page.locator('nav details[open] a[aria-current="page"]').innerText()).toContain('Imports');
    expect(await page.inputValue('[name="name_text"]')).toBe('{FirstName} {LastName}');
  });

  it('says it, sees the values of the columns and the first rows', async () => {
    const { page } = hr;
    const isList = (name: string) => name.endsWith('[]');
    for (const [name, value] of Object.entries(RAW_EXPORT_FORM)) {
      if (isList(name) || !name.endsWith('_how')) continue;
      await say(page, name, value as string);
    }
    for (const [name, value] of Object.entries(RAW_EXPORT_FORM)) {
      if (!isList(name) && !name.endsWith('_how')) await say(page, name, value as string);
    }
    await page.getByRole('button', { name: 'Show the first rows' }).click();
    await page.waitForURL(/#preview$/);
    expect(await page.locator('main').innerText()).toContain('290 rows count, 6 are ignored.');
    for (const [place, from] of RAW_EXPORT_FORM['department_from[]'].entries()) {
      await page.getByLabel(`What ${from} becomes`).selectOption(RAW_EXPORT_FORM['department_to[]'][place] ?? '');
    }
    await page.fill('[name="saveAs"]', 'AdventureWorks export');
  });

  it('has it checked: 288 good rows, 2 with a problem, 6 ignored', async () => {
    const { page } = hr;
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.waitForURL(/\/imports\/[0-9a-f]{24}$/);
    await page.getByRole('button', { name: 'Import 288 people' }).waitFor();
    expect(await page.locator('#import-problems tbody tr').count()).toBe(2);
    expect(await page.locator('main').innerText()).toContain('AdventureWorks export');
  });

  it('confirms, and 288 people are there with their managers', async () => {
    const { page } = hr;
    await page.getByRole('button', { name: 'Import 288 people' }).click();
    const done = page.getByText('288 people are imported.');
    const finished = async () => {
      if (!(await done.isVisible())) await page.reload();
      return done.isVisible();
    };
    await expect.poll(finished, { timeout: 60_000, interval: 500 }).toBe(true);
    const count = await tenant.run(() => app.container.people.count());
    expect(count).toBe(289);
    const guy = await tenant.run(() => app.container.people.byEmail('guy1@adventure-works.com'));
    const manager = await tenant.run(() => app.container.people.byEmail('jo0@adventure-works.com'));
    expect(guy?.managerId).toBe(manager?.id);
    hr.expectQuiet();
  });

  it('every page of it is usable by everybody, wide and narrow', async () => {
    // The app of tests has no sockets; live pages have journeys of their own.
    const looking = await visit(browser, app.url, { expected: [/WebSocket/] });
    await looking.signIn('hr@elsewhere.com', PASSWORD);
    const { page } = looking;
    const done = hr.page.url();
    await page.goto('/hr/imports/people');
    await inspect(page, '60-import-upload');
    await page.setInputFiles('input[name="file"]', FILE);
    await page.check('input[name="mapColumns"]');
    await page.click('main button[type="submit"]');
    await page.waitForURL(/\/mapping$/);
    await page.selectOption('[name="department_how"]', 'list');
    await page.getByRole('button', { name: 'Show the first rows' }).click();
    await page.waitForURL(/#preview$/);
    await inspect(page, '61-import-mapping');
    await page.goto('/hr/imports');
    await inspect(page, '62-imports');
    await page.goto(new URL(done).pathname);
    await inspect(page, '63-import-done');
    await page.goto('/hr/imports/mappings');
    await inspect(page, '64-mappings');
    await page.getByRole('link', { name: 'AdventureWorks export' }).click();
    await page.waitForURL(/mappings\/[0-9a-f]{24}$/);
    await inspect(page, '65-mapping');
    looking.expectQuiet();
  });
});
