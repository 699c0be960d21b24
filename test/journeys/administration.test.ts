import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paths, SETTINGS_SECTIONS, withQuery } from '../../src/web/paths.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';

const HR = 'paula0@adventure-works.com';
const MANAGER = 'jack0@adventure-works.com';

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let hr: Visitor;
let manager: string;
let tracked: string;
let entry: string;
let entries: string;
let imported: string;

/** Where the first link leads that begins with an address. */
async function firstLink(page: Page, beginning: string): Promise<string> {
  return (await page.locator(`main a[href^="${beginning}"]`).first().getAttribute('href')) ?? 'no link';
}

/** Opens a page of HR administration, which must answer, and looks at it. */
async function look(address: string, name: string): Promise<void> {
  const answer = await hr.page.goto(address);
  expect(answer?.status(), address).toBe(200);
  await inspect(hr.page, name);
  hr.expectQuiet();
}

/** Every page with the address that it has once the records are known. */
const PAGES: readonly (readonly [name: string, address: () => string])[] = [
  ['directory', () => paths.hr.employees],
  ['directory-empty', () => withQuery(paths.hr.employees, { q: 'nobody is called so' })],
  ['directory-filtered', () => withQuery(paths.hr.employees, { status: 'all', grant: 'pm', department: 'Admin' })],
  ['register', () => paths.hr.registerEmployee],
  ['person', () => paths.hr.person(manager)],
  ['person-edit', () => paths.hr.personEdit(manager)],
  ['person-deactivation', () => paths.hr.personDeactivation(manager)],
  ['person-reports', () => paths.hr.personReports(manager)],
  ['person-absence', () => paths.hr.absence(manager)],
  ['person-entries', () => entries],
  ['entry', () => entry],
  ['tracker', () => paths.hr.tracker],
  ['tracker-empty', () => withQuery(paths.hr.tracker, { q: 'nobody is called so' })],
  ['tracked', () => tracked],
  ['allocation', () => paths.hr.pointsAllocation],
  ['categories', () => paths.hr.categories],
  ['category', () => paths.hr.category('mentoring')],
  ['category-edit', () => paths.hr.categoryEdit('mentoring')],
  ['category-new', () => paths.hr.newCategory],
  ['imports', () => paths.hr.imports],
  ['import-people', () => paths.hr.importPeople],
  ['import', () => imported],
  ['import-mappings', () => paths.hr.importMappings],
  ['registrations', () => paths.hr.registrations],
  ['lists', () => paths.hr.lists],
  ...SETTINGS_SECTIONS.map((section): readonly [string, () => string] => [
    `settings-${section}`,
    () => paths.hr.settings(section),
  ]),
  ['audit', () => paths.hr.audit],
  ['own-sessions', () => paths.auth.sessions],
  ['own-tokens', () => paths.auth.personalTokens],
  ['own-absence', () => paths.employee.absence],
  ['own-profile', () => paths.employee.profile],
];

describeWithBrowser('the pages of HR administration', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    hr = await visit(browser, server.url);
    await hr.signIn(HR);
    const { page } = hr;
    await page.goto(withQuery(paths.hr.employees, { q: MANAGER }));
    manager = (await firstLink(page, `${paths.hr.employees}/`)).split('/').at(-1) ?? '';
    await page.goto(paths.hr.tracker);
    tracked = await firstLink(page, `${paths.hr.tracker}/`);
    await page.goto(withQuery(paths.hr.audit, { what: 'points.credited' }));
    entry = await firstLink(page, '/hr/entries/');
    await page.goto(entry);
    entries = (await page.locator('.crumbs a', { hasText: 'Entries' }).getAttribute('href')) ?? 'no link';
    await page.goto(paths.hr.imports);
    imported = await firstLink(page, '/imports/');
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it.each(PAGES)('%s', async (name, address) => {
    await look(address(), `80-${name}`);
  });

  it('every page of HR is in the menu of a narrow screen, under a heading', async () => {
    const { page } = hr;
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(paths.hr.lists);
    await page.locator('[data-menu-open]').click();
    const menu = page.getByRole('navigation', { name: 'Workspaces' });
    for (const name of ['People', 'Organization']) {
      const list = menu.getByRole('list', { name, exact: true });
      await list.waitFor();
      expect(await list.getByRole('link').count()).toBeGreaterThan(2);
    }
    await menu.getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL(`**${paths.hr.settings('organization')}`);
    await page.goto(paths.hr.settings('features'));
    const box = await page.locator('.tabs [aria-current]').boundingBox();
    expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 999) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1440, height: 900 });
    hr.expectQuiet();
  });

  it('a session of somebody is ended from the page of the person', async () => {
    const other = await visit(browser, server.url, { expected: [/status of 401/] });
    await other.signIn(MANAGER);
    const { page } = hr;
    await page.goto(paths.hr.person(manager));
    await inspect(page, '81-person-signed-in');
    await page
      .locator('#account')
      .getByRole('button', { name: /^End of / })
      .click();
    await page.getByText('It is ended.').waitFor();
    await page.getByText('Not signed in anywhere.').waitFor();
    await other.page.goto(paths.employee.profile);
    await other.page.waitForURL(`**${paths.auth.login}**`);
    hr.expectQuiet();
  });

  it('a download that asks for the password first says what happens and leads back', async () => {
    const byCode = await visit(browser, server.url, { expected: [/status of (403|422)/] });
    const { page } = byCode;
    await page.goto(paths.auth.login);
    await page.fill('input[name="email"]', HR);
    await page.getByRole('button', { name: 'Send me a code instead' }).click();
    await page.waitForURL(`**${paths.auth.verifyCode}**`);
    await page.fill('input[name="code"]', await newestCode());
    await page.click('main button[type="submit"]');
    await page.waitForURL((url) => url.pathname !== paths.auth.verifyCode);
    await page.goto(withQuery(paths.hr.employees, { grant: 'pm' }));
    await page.getByRole('button', { name: 'Download this list (CSV)' }).click();
    await page.getByText('The download starts as soon as you go on.').waitFor();
    await inspect(page, '82-password-before-download');
    await page.fill('input[type="password"]', 'not the password');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.locator('.field-error').waitFor();
    await page.fill('input[type="password"]', 'Points-demo-2026');
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    expect((await file).suggestedFilename()).toMatch(/\.csv$/);
    await page.getByRole('heading', { name: 'Your download has started' }).waitFor();
    await inspect(page, '83-download-started');
    await page.getByRole('link', { name: 'Back to where you were' }).click();
    await page.waitForURL(`**${withQuery(paths.hr.employees, { grant: 'pm' })}`);
    byCode.expectQuiet();
  });
});

/** Digits of the newest mail with a code, as soon as it is there. */
async function newestCode(): Promise<string> {
  const page = await hr.open('/dev/mailbox');
  const mail = page.getByRole('link', { name: 'Your code to sign in' }).first();
  const arrived = async () => {
    if (!(await mail.isVisible())) await page.reload();
    return mail.isVisible();
  };
  await expect.poll(arrived, { timeout: 30_000, interval: 300 }).toBe(true);
  await mail.click();
  await page.waitForURL('**/dev/mailbox/*');
  const text = await page.locator('main').innerText();
  await page.close();
  return /\b(\d{6})\b/.exec(text)?.[1] ?? 'no code';
}
