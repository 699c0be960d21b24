import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
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
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient } from '../support/json-client.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

/** Of the demo: proposes for PMO, decides for PMO, and somebody whose percentage it is. */
const UPDATER = 'hazem0@adventure-works.com';
const VALIDATOR = 'peng0@adventure-works.com';
const EMPLOYEE = { email: 'guy1@adventure-works.com', employeeId: 'AW0001' };
const month = localDateOf(new Date(), 'Asia/Kolkata').slice(0, 7);
const GOOD = ['AW0100', 'AW0101', 'AW0102', 'AW0103'];

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let updater: Visitor;
let validatorId = '';
let header = '';
let failed = '';

const row = (employee: string, utilization: string) =>
  `${employee},${validatorId},${month},${utilization},Time sheets of the month.`;

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

async function upload(page: Page, content: string): Promise<void> {
  await page.goto('/pmo/imports/utilization');
  await page.setInputFiles('input[name="file"]', {
    name: 'utilization.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(content),
  });
  await page.click('main form button[type="submit"]');
  await page.waitForURL(/\/imports\/[0-9a-f]{24}$/);
}

describeWithBrowser('utilization by a file', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    updater = await visit(browser, server.url);
    await updater.signIn(UPDATER);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('begins with the template, which the page explains', async () => {
    const { page } = updater;
    await page.goto('/pmo/imports/utilization');
    await inspect(page, '70-utilization-upload');
    const name = await page.locator('#file-people tbody tr', { hasText: 'Peng' }).locator('td, th').first().innerText();
    validatorId = name.trim();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the template' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('utilization-template.csv');
    header = (await textOf(download)).replace('\uFEFF', '').split('\r\n')[0] ?? '';
    expect(header).toBe('employee_id,validator_employee_id,month,utilization,notes');
  });

  it('shows the mistakes before anything is proposed, and what will happen', async () => {
    const { page } = updater;
    const lines = [
      header,
      row(EMPLOYEE.employeeId, '88%'),
      ...GOOD.map((employee) => row(employee, '0.75')),
      row('AW0104', '101'),
      row('NOBODY', '80'),
    ];
    await upload(page, lines.join('\r\n'));
    await page.getByRole('button', { name: 'Propose 5 percentages' }).waitFor();
    const words = await page.locator('main').innerText();
    expect(words).toContain('5 percentages of people and months; worth no points.');
    expect(words).toMatch(/5 for Peng \w+ to decide/);
    expect(words).toContain('A percentage from 0 to 100');
    expect(words).toContain('Nobody has this employee id.');
    await inspect(page, '71-utilization-check');
  });

  it('is confirmed and followed live to its end', async () => {
    const { page } = updater;
    await untilLive(page);
    await page.getByRole('button', { name: 'Propose 5 percentages' }).click();
    await page.getByText('5 percentages are proposed.').waitFor();
    await inspect(page, '72-utilization-done');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the failed rows' }).click(),
    ]);
    failed = await textOf(download);
    expect(failed).toContain('utilization: A percentage from 0 to 100');
  });

  it('takes the mended rows, and names what is still wrong', async () => {
    const { page } = updater;
    await upload(page, failed.replace(',101,', ',64.5,'));
    await page.getByRole('button', { name: 'Propose 1 percentage' }).click();
    await page.getByText('1 percentage is proposed.').waitFor();
    await page.goto('/pmo/imports');
    expect(await page.locator('#import-list tbody tr').count()).toBe(2);
    await inspect(page, '73-files');
    updater.expectQuiet();
  });

  it('is approved in bulk, and the person’s dashboard shows the month', async () => {
    const validator = await signedInClient(server.url, VALIDATOR);
    const { body } = await validator.get<{ items: { id: string; notes: string }[] }>(
      '/pmo/requests?status=pending&mine=true&category=utilization&size=100',
    );
    const ids = body.items.filter(({ notes }) => notes === 'Time sheets of the month.').map(({ id }) => id);
    expect(ids).toHaveLength(6);
    const decided = await validator.post<{ done: string[] }>('/pmo/bulk-approve', { ids, notes: 'As in the sheets.' });
    expect(decided.body.done).toHaveLength(6);
    const employee = await visit(browser, server.url);
    await employee.signIn(EMPLOYEE.email);
    await employee.page.goto('/employee/dashboard');
    expect(await employee.page.locator('main').innerText()).toMatch(/88\.0\s*%/);
    employee.expectQuiet();
  });
});
