import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../support/agents.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit } from '../support/browser.js';
import { createCast, type Cast } from '../support/cast.js';

let app: TestApp;
let cast: Cast;
let browser: Browser;

describeWithBrowser('a category, an allocation and its correction', () => {
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    browser = await commonBrowser();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await app.close();
  });

  it('makes a category with a preview, gives its points, corrects them, and takes them back', async () => {
    // This product has no socket server beside it; one of the forms is refused on purpose.
    const hr = await visit(browser, app.url, { expected: [/status of 422/, /WebSocket connection/] });
    const { page } = hr;
    await hr.signIn(cast.people.hrAdmin.email, PASSWORD);
    await page.goto('/hr/categories');
    await page.locator('.page-header').getByRole('link', { name: 'New category' }).click();
    await page.fill('#field-code', 'hackathon');
    await page.fill('#field-name', 'Hackathon');
    await page.selectOption('#field-unit', 'hr');
    await page.check('#field-award-kinds');
    await page.fill('#field-baseValue', '400');
    await page.getByLabel('Points for A1').fill('0');
    await page.getByRole('button', { name: 'Preview what each grade gets' }).click();
    await page.getByText('Nothing is saved yet.').waitFor();
    expect(await page.inputValue('#field-name')).toBe('Hackathon');
    await inspect(page, '60-category-preview');
    await page.getByRole('button', { name: 'Create the category' }).click();
    await page.waitForURL('**/hr/categories/hackathon');
    await inspect(page, '61-category');
    await page.goto('/hr/categories');
    await inspect(page, '62-categories');

    await page.goto('/hr/points-allocation');
    await page.fill('#field-person', cast.people.employee.employeeId);
    await page.getByLabel('Hackathon').check();
    await page.fill('#field-notes', 'The demo that everybody liked.');
    await inspect(page, '63-allocation');
    await page.getByRole('button', { name: 'See what comes of it' }).click();
    await page.getByText('rises from 0 to 400 regular points').waitFor();
    await inspect(page, '64-allocation-consequence');
    await page.getByRole('button', { name: 'Give 400 points' }).click();
    await page.getByText('got 400 points and is told so').waitFor();

    await page.goto(`/hr/people/${cast.people.employee.id}/entries`);
    await inspect(page, '65-entries');
    await page.getByRole('link', { name: /^Open/ }).click();
    await page.fill('#field-points', '400');
    await page.fill('#field-reason', 'One day was counted twice.');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByText('The entry is worth 400 points already.').first().waitFor();
    await inspect(page, '66-entry-refused');
    await page.fill('#field-points', '300');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByText('falls from 400 to 300 regular points').waitFor();
    await inspect(page, '67-correction-consequence');
    await page.getByRole('button', { name: 'Correct to 300 points' }).click();
    await page.getByText('The entry is worth 300 points now.').waitFor();

    await page.fill('#field-reversal-reason', 'It was another team.');
    await page.getByRole('button', { name: 'Take back 300 points' }).click();
    await page.getByText('The points are taken back.').waitFor();
    expect(await page.getByRole('button', { name: 'See what changes' }).count()).toBe(0);
    await inspect(page, '68-entry-taken-back');
    hr.expectQuiet();
    await hr.context.close();
  });
});
