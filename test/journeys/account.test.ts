import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commonBrowser, describeWithBrowser, inspect, leaveBrowser, visit, type Visitor } from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { startMailServer } from '../support/mail-server.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

/** Not of the demo. */
const NEWCOMER = { name: 'Syed Abbas', email: 'syed.abbas@adventure-works.com', employeeId: 'AW9001' };
const FIRST = 'Bicycles-and-patience-7';
const SECOND = 'Mountains-and-patience-8';
const HR = 'paula0@adventure-works.com';

let demo: DemoFolder;
let server: CompiledServer;
let mailServer: Awaited<ReturnType<typeof startMailServer>>;
let browser: Browser;
let hr: Visitor;
let newcomer: Visitor;

/** The text of the newest mail of a subject to the newcomer; waits until it has arrived. */
async function mailAbout(subject: RegExp): Promise<string> {
  const find = () =>
    mailServer.mails.findLast((mail) => mail.to?.[0]?.address === NEWCOMER.email && subject.test(mail.subject ?? ''));
  await expect.poll(find, { timeout: 30_000, interval: 100 }).toBeDefined();
  return find()?.text ?? '';
}

/** The address in a mail, on the server of this test. */
function linkIn(text: string): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0] ?? 'no link';
  const { pathname, search } = new URL(link);
  return pathname + search;
}

const submitForm = (page: Page) => page.click('main button[type="submit"]');

describeWithBrowser('an account from its invitation to a forgotten password', () => {
  eachStepNeedsTheOnesBefore();
  beforeAll(async () => {
    demo = await demoFolder();
    mailServer = await startMailServer();
    server = await startCompiled({ folder: demo.folder, env: { SMTP_URL: mailServer.url } });
    browser = await commonBrowser();
    hr = await visit(browser, server.url);
    newcomer = await visit(browser, server.url, { expected: [/status of 4(01|22)/] });
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await server.stop();
    await mailServer.stop();
    await demo.remove();
  });

  it('HR registers somebody without a password, who gets an invitation', async () => {
    const { page } = hr;
    await hr.signIn(HR);
    await page.goto('/hr/register-employee');
    await page.fill('input[name="name"]', NEWCOMER.name);
    await page.fill('input[name="email"]', NEWCOMER.email);
    await page.fill('input[name="employeeId"]', NEWCOMER.employeeId);
    for (const name of ['grade', 'level', 'department', 'location']) {
      await page.selectOption(`select[name="${name}"]`, { index: 1 });
    }
    await page
      .locator('main form', { has: page.locator('input[name="employeeId"]') })
      .locator('button[type="submit"]')
      .click();
    await page.waitForURL(/\/hr\/employees\/[0-9a-f]{24}$/);
    expect(await page.getByRole('button', { name: 'Send the invitation again' }).isVisible()).toBe(true);
    hr.expectQuiet();
  });

  it('the newcomer chooses a password and signs in', async () => {
    const { page } = newcomer;
    const invitation = linkIn(await mailAbout(/^Welcome to Prowess Points/));
    await page.goto(invitation);
    await page.getByRole('heading', { name: `Welcome, ${NEWCOMER.name}` }).waitFor();
    await inspect(page, '60-welcome');
    await page.fill('input[name="password"]', 'password123');
    await page.fill('input[name="repeated"]', 'password123');
    await submitForm(page);
    await page.locator('#error-summary a[href="#field-password"]').waitFor();
    await inspect(page, '61-welcome-refused');
    await page.fill('input[name="password"]', FIRST);
    await page.fill('input[name="repeated"]', FIRST);
    await submitForm(page);
    await page.waitForURL('**/auth/login');
    await page.getByText('Your password is set. Sign in with it.').waitFor();
    await newcomer.signIn(NEWCOMER.email, FIRST);
    await page.waitForURL('**/employee/dashboard');
    await page.goto(invitation);
    await page.getByText('This link does not work any more').waitFor();
    await inspect(page, '62-link-ended');
  });

  it('signs out, forgets the password and chooses another by the link of a mail', async () => {
    const { page } = newcomer;
    await page.goto('/auth/logout');
    await submitForm(page);
    await page.waitForURL('**/auth/login');
    await inspect(page, '63-sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await inspect(page, '64-forgot');
    await page.fill('input[name="email"]', NEWCOMER.email);
    await submitForm(page);
    await page.getByRole('heading', { name: 'Look into your mails' }).waitFor();
    await inspect(page, '65-forgot-sent');
    await page.goto(linkIn(await mailAbout(/^Choose a new password$/)));
    await inspect(page, '66-reset');
    await page.fill('input[name="password"]', SECOND);
    await page.fill('input[name="repeated"]', SECOND);
    await submitForm(page);
    await page.waitForURL('**/auth/login');
    expect(await mailAbout(/^Your password was changed$/)).toContain('If you did not expect this');
    await newcomer.signIn(NEWCOMER.email, SECOND);
    await page.waitForURL('**/employee/dashboard');
  });

  it('signs in by a code of a mail, after a wrong one', async () => {
    const { page } = newcomer;
    await page.goto('/auth/logout');
    await submitForm(page);
    await page.waitForURL('**/auth/login');
    await page.fill('input[name="email"]', NEWCOMER.email);
    await page.getByRole('button', { name: 'Send me a code instead' }).click();
    await page.waitForURL('**/auth/verify-otp?**');
    await inspect(page, '67-code');
    const code = /^ {4}(\d{6})$/m.exec(await mailAbout(/^Your code to sign in$/))?.[1] ?? 'no code';
    await page.fill('input[name="code"]', code === '000000' ? '000001' : '000000');
    await submitForm(page);
    await page.getByText('This code did not work').waitFor();
    await inspect(page, '68-code-refused');
    await page.fill('input[name="code"]', code);
    await submitForm(page);
    await page.waitForURL('**/employee/dashboard');
    newcomer.expectQuiet();
  });
});
