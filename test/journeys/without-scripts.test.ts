import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/web/text/en/index.js';
import { commonBrowser, describeWithBrowser, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { pdfFile } from '../support/evidence-files.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const {
  manager: boss,
  employees: [, dev],
  architect,
} = demoCast();
const NOTES = 'An accelerator that sets up a new service in an hour instead of a day.';

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let employee: Visitor;

const send = (page: Page) => page.click('form[data-raise] button[type="submit"]');
const summary = (page: Page) => page.locator('#error-summary');

describeWithBrowser('raising without scripts', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    // A form that is refused answers 422, a duplicate 409; the browser reports both as failed to load.
    employee = await visit(browser, server.url, { javaScript: false, expected: [/status of (422|409)/] });
    await employee.signIn(dev.email);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('a refused form keeps the input and says what is missing, at the field and on top', async () => {
    const { page } = employee;
    await page.goto('/employee/raise-request');
    await page.check('input[name="categoryCode"][value="value_add"]');
    await page.selectOption('select[name="approverId"]', { label: `${architect.name} (PM-Architects)` });
    // Blanks pass the browser's own check of required fields.
    await page.fill('textarea[name="notes"]', '   ');
    await send(page);
    expect(await summary(page).locator('a[href="#field-notes"]').count()).toBe(1);
    expect(await page.locator('#field-notes').getAttribute('aria-invalid')).toBe('true');
    expect((await page.locator('#field-notes-error').innerText()).length).toBeGreaterThan(10);
    expect(await page.isChecked('input[name="categoryCode"][value="value_add"]')).toBe(true);
    expect(await page.locator('select[name="approverId"] option:checked').innerText()).toContain(architect.name);
  });

  it('missing evidence is refused the same way, and nothing is stored', async () => {
    const { page } = employee;
    await page.fill('textarea[name="notes"]', NOTES);
    await send(page);
    expect(await summary(page).locator('a[href="#field-attachmentIds"]').count()).toBe(1);
    expect(await page.inputValue('textarea[name="notes"]')).toBe(NOTES);
    const list = await employee.open('/employee/requests?status=pending');
    expect(await list.getByText('Value Add').count()).toBe(0);
  });

  it('the mended form is sent with its evidence', async () => {
    const { page } = employee;
    await page.setInputFiles('[data-file-drop] input[type="file"]', {
      name: 'accelerator.pdf',
      mimeType: 'application/pdf',
      buffer: pdfFile('accelerator'),
    });
    await send(page);
    await page.waitForURL('**/employee/requests');
    await page.getByText(`waiting for ${architect.name}`).first().waitFor();
    await page.locator('#own-requests tbody tr a').first().click();
    await page.getByRole('link', { name: 'accelerator.pdf' }).waitFor();
  });

  it('a second one for the same day is warned about, and sent once that is confirmed', async () => {
    const { page } = employee;
    const again = async () => {
      await page.goto('/employee/raise-request');
      await page.check('input[name="categoryCode"][value="initiative_ai"]');
      await page.fill('textarea[name="notes"]', 'Let an assistant sort the incoming mail.');
      await send(page);
    };
    await again();
    await page.waitForURL('**/employee/requests');
    await again();
    await page.getByText(en['raise.duplicate']).waitFor();
    expect(await page.inputValue('textarea[name="notes"]')).toBe('Let an assistant sort the incoming mail.');
    await page.check('input[name="acknowledgeDuplicate"]');
    await send(page);
    await page.waitForURL('**/employee/requests');
    employee.expectQuiet();
  });

  it('the decider is told that it was confirmed, and decides without scripts as well', async () => {
    const manager = await visit(browser, server.url, { javaScript: false });
    const { page } = manager;
    await manager.signIn(boss.email);
    await page.goto('/pm/requests');
    const row = page.locator('tbody tr', { hasText: dev.name }).last();
    await row.getByRole('link', { name: 'Initiative (AI adoption)', exact: true }).click();
    await page.getByText(en['decision.duplicateConfirmed']).waitFor();
    await page.fill('textarea[name="notes"]', 'This was another mailbox, agreed.');
    await page.locator('button[name="decision"][value="approve"]').click();
    await page.getByText(`${dev.name} gets 250 points`).waitFor();
    manager.expectQuiet();
  });
});
