import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { DEMO_PASSWORD } from '../../src/demo/demo-accounts.js';
import { commonBrowser, describeWithBrowser, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient } from '../support/json-client.js';

const {
  manager: boss,
  employees: [dev],
} = demoCast();
/** More steps than the longest way through a page of the journey. */
const MOST_STEPS = 80;

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let manager: Visitor;

/** Goes on with a key until the focus is where it should be; fails when it never gets there or cannot be seen. */
async function reach(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      await expectVisibleFocus(page);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached with ${key}`);
}

async function expectVisibleFocus(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement ?? document.body);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
  expect(shown, 'the focus can be seen').toBe(true);
}

describeWithBrowser('with the keyboard only', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    manager = await visit(browser, server.url);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('a manager signs in, finds a request in the queue and approves it', async () => {
    const client = await signedInClient(server.url, dev.email);
    const { body } = await client.post<{ request: { id: string } }>('/employee/raise-request', {
      categoryCode: 'initiative_ai',
      eventDate: addDays(localDateOf(new Date(), 'Asia/Kolkata'), -2),
      notes: 'Made the test reports readable with an assistant.',
    });
    const { page } = manager;
    const { keyboard } = page;

    await page.goto('/auth/login?next=/pm/requests');
    await reach(page, 'input[name="email"]');
    await keyboard.type(boss.email);
    await reach(page, 'input[name="password"]');
    await keyboard.type(DEMO_PASSWORD);
    await keyboard.press('Enter');
    await page.waitForURL(({ pathname }) => pathname === '/pm/requests');

    await keyboard.press('Tab');
    await reach(page, 'a.skip');
    await keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#main');
    await page.waitForFunction(() => document.querySelector('[data-queue]') !== null);
    const link = `tr[data-row="${body.request.id}"] a`;
    for (let row = 0; row < MOST_STEPS; row += 1) {
      await keyboard.press('j');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, link)) break;
    }
    await expectVisibleFocus(page);
    await keyboard.press('Enter');
    await page.waitForURL(`**/pm/requests/${body.request.id}`);

    await keyboard.press('a');
    await reach(page, 'button[name="decision"][value="approve"]');
    await reach(page, 'textarea[name="notes"]', 'Shift+Tab');
    await keyboard.type('Saw the reports, a great help.');
    await reach(page, 'button[name="decision"][value="approve"]');
    await keyboard.press('Enter');
    await page.getByText(`${dev.name} gets 250 points`).waitFor();
    const { body: own } = await client.get<{ request: { status: string } }>(`/employee/requests/${body.request.id}`);
    expect(own.request.status).toBe('approved');
    manager.expectQuiet();
  });
});
