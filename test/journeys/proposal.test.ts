import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
import { signedInClient } from '../support/json-client.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const UPDATER = 'mindy0@adventure-works.com';
const VALIDATOR = { email: 'willis0@adventure-works.com', name: 'Willis Johnson' };
const {
  employees: [dev],
} = demoCast();
const NOTES = 'Interviewed three testers on one Saturday, two of them were hired.';
const PRAISE = 'All five reports were in the same evening. Thank you!';

interface Summary {
  readonly combined: number;
}

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let updater: Visitor;
let validator: Visitor;
/** The validator's queue and the updater's proposal, which stay open while others act. */
let queue: Page;
let proposal: string;
let before: number;

async function combined(): Promise<number> {
  const client = await signedInClient(server.url, dev.email);
  return (await client.get<Summary>('/employee/points-summary')).body.combined;
}

async function gradeAndDepartment(): Promise<{ grade: string; department: string }> {
  const client = await signedInClient(server.url, UPDATER);
  const found = await client.get<{ items: { name: string; grade: string; department: string }[] }>(
    `/people?q=${encodeURIComponent(dev.name)}`,
  );
  const person = found.body.items.find(({ name }) => name === dev.name);
  if (person === undefined) throw new Error(`${dev.name} is not in the demo`);
  return person;
}

describeWithBrowser('a proposal, from the lists to the points', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    [updater, validator] = [await visit(browser, server.url), await visit(browser, server.url)];
    before = await combined();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('the validator waits on the queue', async () => {
    await validator.signIn(VALIDATOR.email);
    queue = validator.page;
    await queue.goto('/ta/requests');
    await untilLive(queue);
  });

  it('the updater finds the person by lists that narrow, and sees the points before sending', async () => {
    const { page } = updater;
    const { grade, department } = await gradeAndDepartment();
    await updater.signIn(UPDATER);
    await page.goto('/ta/proposals/new');
    await inspect(page, 'proposal-1-form');
    await page.locator('summary', { hasText: 'choose from the lists' }).click();
    await page.selectOption('select[name="department"]', department);
    await page.selectOption('select[name="grade"]', grade);
    const person = page.locator('select[name="personId"]');
    await person.locator('option', { hasText: dev.name }).waitFor({ state: 'attached' });
    await person.selectOption({ label: (await person.locator('option', { hasText: dev.name }).textContent()) ?? '' });
    await page.getByText(`100 points each for grade ${grade}`).waitFor();
    expect(await page.inputValue('input[name="person"]')).toContain(dev.name);
    await page.check('input[name="categoryCode"][value="interviews"]');
    await page.fill('input[name="quantity"]', '3');
    await page.locator('[data-claim-points]').getByText('300 points').waitFor();
    await page.selectOption('select[name="validatorId"]', { label: VALIDATOR.name });
    await page.fill('textarea[name="notes"]', NOTES);
    await inspect(page, 'proposal-2-form-filled');
  });

  it('looks it over and sends it; the validator sees it appear', async () => {
    const { page } = updater;
    await page.getByRole('button', { name: 'Look it over' }).click();
    await page.getByText('100 × 3 for grade').waitFor();
    await inspect(page, 'proposal-3-review');
    await page.getByRole('button', { name: 'Send for 300 points' }).click();
    await page.waitForURL('**/ta/proposals');
    await page.getByText(`${VALIDATOR.name} is told now and decides`).waitFor();
    await inspect(page, 'proposal-4-list');
    await queue.getByText('Interviewed three testers').first().waitFor();
  });

  it('the updater changes the quantity while it is pending', async () => {
    const { page } = updater;
    const row = page.locator('#made-table tbody tr', { hasText: 'Interviewed three testers' });
    await row.getByRole('link', { name: 'Interviews' }).click();
    await page.getByRole('heading', { name: 'Change the proposal' }).waitFor();
    proposal = new URL(page.url()).pathname;
    await page.fill('input[name="quantity"]', '5');
    await page.locator('[data-claim-points]').getByText('500 points').waitFor();
    await inspect(page, 'proposal-5-change');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await page.getByText('It is worth 500 points now, before 300').waitFor();
    await page.getByText('Points 300 → 500').waitFor();
    await untilLive(page);
  });

  it('the validator sees the new points without a reload, and approves with notes', async () => {
    const row = queue.locator('tbody tr', { hasText: 'Interviewed three testers' });
    await row.getByText('500', { exact: true }).first().waitFor();
    await queue.goto(proposal.replace('/proposals/', '/requests/'));
    await queue.getByText('Points 300 → 500').first().waitFor();
    await queue.locator('main textarea[name="notes"]').first().fill(PRAISE);
    await queue.locator('main button[name="decision"][value="approve"]').first().click();
    await queue.getByText(`${dev.name} gets 500 points`).first().waitFor();
  });

  it('the updater sees it decided where the page stood open, and can no longer change it', async () => {
    const { page } = updater;
    await page.locator('#state').getByText(PRAISE).waitFor();
    await page.getByRole('heading', { name: 'Change the proposal' }).waitFor({ state: 'hidden' });
    await page.goto(proposal);
    expect(await page.getByRole('button', { name: 'Save the changes' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Withdraw it' }).count()).toBe(0);
    await inspect(page, 'proposal-6-decided');
    const client = await signedInClient(server.url, UPDATER);
    const late = await client.post(`${proposal}/withdrawal`, {});
    expect(late.status).toBe(409);
  });

  it('the figures of the person moved by exactly that, and nobody heard an error', async () => {
    expect(await combined()).toBe(before + 500);
    updater.expectQuiet();
    validator.expectQuiet();
  });
});
