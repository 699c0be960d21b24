import type { Browser, Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { breakableLine, type BreakableLine } from '../support/breakable-line.js';
import {
  commonBrowser,
  describeWithBrowser,
  leaveBrowser,
  untilLive,
  visit,
  type Visitor,
} from '../support/browser.js';
import { startCompiled, type CompiledServer } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, type DemoFolder } from '../support/demo-folder.js';
import { signedInClient, type JsonClient } from '../support/json-client.js';
import { approveByProgram, raiseByProgram } from '../support/request-steps.js';

const {
  manager: boss,
  employees: [dev, colleague],
} = demoCast();
/** What a browser says about a server that is away for a while; it is away on purpose. */
const AWAY = [/ERR_(CONNECTION|EMPTY_RESPONSE|SOCKET)/, /WebSocket connection to/];
const WAIT = { timeout: 30_000, interval: 50 };

let demo: DemoFolder;
let server: CompiledServer;
let line: BreakableLine;
let browser: Browser;
let author: JsonClient;
let decider: JsonClient;

const raise = () => raiseByProgram(author, 3);
const approve = (id: string) => approveByProgram(decider, id);

async function signInClients(): Promise<void> {
  author = await signedInClient(server.url, dev.email);
  decider = await signedInClient(server.url, boss.email);
}

/** The list of own requests of a browser on the breakable line, live. */
async function openList(): Promise<Visitor> {
  const visitor = await visit(browser, `http://127.0.0.1:${line.port}`, { expected: AWAY });
  await visitor.signIn(dev.email);
  await visitor.page.goto('/employee/requests');
  await untilLive(visitor.page);
  return visitor;
}

const row = (page: Page, id: string) => page.locator(`tr[data-row="${id}"]`);
const banner = (page: Page) => page.locator('#live-banner');
/** Every message that ever appeared, also those that have left again. */
const watchToasts = (page: Page) =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seenToasts: seen });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) seen.push(node.textContent ?? '');
    }).observe(document.querySelector('#toasts') ?? document.body, { childList: true });
  });
const seenToasts = (page: Page) => page.evaluate(() => (globalThis as unknown as { seenToasts: string[] }).seenToasts);

describeWithBrowser('acceptance 48: a page whose connection was away', () => {
  beforeAll(async () => {
    demo = await demoFolder();
    server = await startCompiled({ folder: demo.folder });
    line = await breakableLine(server.port);
    browser = await commonBrowser();
    await signInClients();
  });
  afterAll(async () => {
    await leaveBrowser(browser);
    line.close();
    await server.stop();
    await demo.remove();
  });

  it('says so, and shows everything it missed, once', async () => {
    const ids = [await raise(), await raise()];
    const visitor = await openList();
    const { page } = visitor;
    await watchToasts(page);
    line.cut();
    await banner(page).waitFor();
    for (const id of ids) await approve(id);
    expect(
      await row(page, ids[0] ?? '')
        .getByText('Approved')
        .count(),
    ).toBe(0);

    line.mend();
    for (const id of ids) await row(page, id).getByText('Approved').waitFor();
    await banner(page).waitFor({ state: 'hidden' });
    // A later event comes after all that was missed: what is there by then was shown once or will never be.
    await approve(await raise());
    await expect.poll(async () => (await seenToasts(page)).length, WAIT).toBeGreaterThanOrEqual(3);
    expect((await seenToasts(page)).length).toBe(3);
    visitor.expectQuiet();
    await visitor.context.close();
  });

  it('goes on after the server was restarted, without signing in again', async () => {
    const waiting = await raise();
    const visitor = await openList();
    const { page } = visitor;
    const { port } = server;
    expect((await server.stop()).code).toBe(0);
    await banner(page).waitFor();
    server = await startCompiled({ folder: demo.folder, env: { PORT: String(port) } });
    await signInClients();
    await banner(page).waitFor({ state: 'hidden' });
    await approve(waiting);
    await row(page, waiting).getByText('Approved').waitFor();
    visitor.expectQuiet();
    await visitor.context.close();
  });

  it('a socket without a session is refused, and nobody joins the room of somebody else', async () => {
    const sockets: Socket[] = [];
    const connect = (cookie: string) => {
      const socket = io(server.url, {
        forceNew: true,
        reconnection: false,
        transports: ['websocket'],
        extraHeaders: { cookie },
      });
      sockets.push(socket);
      return socket;
    };
    const refused = connect('');
    const reason = await new Promise<Error>((resolve) => refused.once('connect_error', resolve));
    expect(reason.message).toBe('auth.required');

    const other = await signedInClient(server.url, colleague.email);
    const { body: me } = await author.get<{ person: { id: string } }>('/auth/session');
    const spy = connect(other.cookie);
    const own = connect(author.cookie);
    await expect.poll(() => spy.connected && own.connected, WAIT).toBe(true);
    for (const name of ['join', 'subscribe', 'join_room']) {
      expect(await spy.timeout(10_000).emitWithAck(name, `person:${me.person.id}`)).toEqual({ error: 'not_supported' });
    }
    const overheard: string[] = [];
    spy.onAny((name: string) => overheard.push(name));
    const told = new Promise((resolve) => own.once('points_updated', resolve));
    const boards = new Promise((resolve) => spy.once('leaderboard_update', resolve));
    await approve(await raise());
    await told;
    // That the board has moved is for everybody; it is told after the person's own news.
    await boards;
    expect(new Set(overheard)).toEqual(new Set(['leaderboard_update']));
    for (const socket of sockets) socket.close();
  });
});
