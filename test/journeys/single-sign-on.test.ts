import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityProblems } from '../support/axe.js';
import { commonBrowser, describeWithBrowser, leaveBrowser } from '../support/browser.js';
import { createCast, type Cast } from '../support/cast.js';
import { openSignOnWorld, type SignOnWorld } from '../support/sign-on.js';

let world: SignOnWorld;
let cast: Cast;
let browser: Browser;
/** Another site than the provider's `127.0.0.1`, so that cookies have to come along from there. */
let url: string;

async function look(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
}

describeWithBrowser('single sign-on', () => {
  beforeAll(async () => {
    world = await openSignOnWorld();
    cast = await createCast(world.app);
    url = world.app.url.replace('127.0.0.1', 'localhost');
    world.provider.twist = { origin: url };
    browser = await commonBrowser();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    await world.close();
  });

  it('lets in whom the provider knows by the right account, from another site, without scripts', async () => {
    const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false });
    const page = await context.newPage();
    world.provider.person = { sub: '1', email: 'stranger@adventure-works.com', email_verified: true };
    await page.goto('/auth/login?next=/employee/history');
    await page.getByRole('link', { name: 'Sign in with Adventure Works' }).click();
    await page.getByRole('heading', { level: 1, name: 'You could not be signed in' }).waitFor();

    const { employee } = cast.people;
    world.provider.person = { sub: '7', email: employee.email, email_verified: true };
    await page.getByRole('link', { name: 'Try another account' }).click();
    await page.waitForURL(`${url}/**/dashboard`);
    expect(await page.textContent('body')).toContain(employee.name);
    await context.close();
  });

  it('has pages that everybody can use', async () => {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto('/auth/login');
    await look(page, 'Sign in');
    await page.goto('/auth/single-sign-on/callback?state=made-up');
    await look(page, 'You could not be signed in');
    world.provider.person = { sub: '7', email: cast.people.hrAdmin.email, email_verified: true };
    await page.getByRole('link', { name: 'Start again' }).click();
    await page.waitForURL(`${url}/**/dashboard`);
    await page.goto('/auth/logout');
    await look(page, 'Sign out');
    await context.close();
  });
});
