import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { pngFile } from '../support/evidence-files.js';
import { signedInClient } from '../support/json-client.js';

const { employees } = demoCast();
const POINTS = 200;
const DECIDER = 'Kevin Brown';

let demo: DemoFolder;
let server: CompiledServer;
let browser: Browser;
let employee: Visitor;
let marketing: Visitor;

/** A page of paper that says something, so that a browser has something to show. */
function article(): Buffer {
  const words = 'BT /F1 36 Tf 60 700 Td (Frames that last) Tj ET';
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n` +
      `4 0 obj<</Length ${words.length}>>stream\n${words}\nendstream endobj\n` +
      `5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );
}

/** Somebody whose limit of the quarter is not used up. */
async function writer(): Promise<{ readonly name: string; readonly email: string; readonly decider: string }> {
  for (const one of employees) {
    const client = await signedInClient(server.url, one.email);
    const { body } = await client.get<{
      categories: { code: string; possibleAgainFrom?: string; approvers: { id: string; name: string }[] }[];
    }>('/employee/raise-request');
    const mindshare = body.categories.find(({ code }) => code === 'mindshare');
    const decider = mindshare?.approvers.find(({ name }) => name === DECIDER);
    if (mindshare?.possibleAgainFrom === undefined && decider !== undefined) return { ...one, decider: decider.id };
  }
  throw new Error('everybody of the cast has used the limit of mindshare');
}

describeWithBrowser('evidence beside the request', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    browser = await commonBrowser();
    employee = await visit(browser, server.url);
    marketing = await visit(browser, server.url);
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await demo.remove();
  });

  it('marketing reads the article and looks at the picture beside the request, and approves with the keyboard', async () => {
    const dev = await writer();
    await employee.signIn(dev.email);
    const raised = employee.page;
    await raised.goto('/employee/raise-request');
    await raised.check('input[name="categoryCode"][value="mindshare"]');
    await raised.fill('textarea[name="notes"]', 'An article on frames, with a picture.');
    await raised.setInputFiles('[data-file-drop] input[type="file"]', [
      { name: 'article.pdf', mimeType: 'application/pdf', buffer: article() },
      { name: 'cover.png', mimeType: 'image/png', buffer: pngFile(1, 1, 'cover') },
    ]);
    await expect
      .poll(() => raised.locator('input[type="hidden"][name="attachmentIds"]').count(), { timeout: 30_000 })
      .toBe(2);
    await raised.selectOption('select[name="approverId"]', dev.decider);
    await raised.click('form[data-raise] button[type="submit"]');
    await raised.waitForURL('**/employee/requests');

    await marketing.signIn('kevin0@adventure-works.com');
    const { page } = marketing;
    const { keyboard } = page;
    await page.goto('/marketing/requests?mine=true&sort=newest');
    await page.locator('[data-queue] tbody tr').first().getByText(dev.name).first().waitFor();
    // From the list to the evidence, without the mouse.
    await keyboard.press('j');
    await keyboard.press('e');
    await page.waitForURL(/\/marketing\/requests\/[0-9a-f]{24}#evidence$/);
    const paper = page.frameLocator('#evidence iframe');
    // Both were sent at the same time: which one comes first, and is open, is not said.
    const opened = async (name: string) => {
      const preview = page.locator('#evidence details', { hasText: name });
      if (await preview.evaluate((element: HTMLDetailsElement) => element.open)) return preview;
      await preview.locator('summary').focus();
      await keyboard.press('Enter');
      return preview;
    };
    await (await opened('article.pdf')).locator('iframe').scrollIntoViewIfNeeded();
    await expect.poll(() => page.frames().some((frame) => frame.url().includes('/attachments/'))).toBe(true);
    await expect.poll(() => paper.locator('embed, body').count(), { timeout: 30_000 }).toBeGreaterThan(0);
    const picture = (await opened('cover.png')).locator('img');
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.locator('#standing').getByText('with this one').waitFor();
    await inspect(page, '60-evidence-beside');

    await keyboard.press('a');
    await keyboard.type('Read it, and so did two trade magazines.');
    await keyboard.press('Control+Enter');
    await page.getByText(`${dev.name} gets ${POINTS} points`).waitFor();
    const client = await signedInClient(server.url, dev.email);
    const { body } = await client.get<{ items: { status: string; category: { code: string } }[] }>(
      '/employee/requests',
    );
    expect(body.items.find(({ category }) => category.code === 'mindshare')?.status).toBe('approved');
    for (const visitor of [employee, marketing]) visitor.expectQuiet();
  });
});
