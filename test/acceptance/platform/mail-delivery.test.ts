import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.js';
import { newId } from '../../../src/kernel/ids.js';
import { createMailer, type Mailer, type NewMail } from '../../../src/platform/mailer/index.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import type { Storage } from '../../../src/platform/storage/index.js';
import { startMailServer } from '../../support/mail-server.js';
import { openTemporaryStorage, silentLogger } from '../../support/temporary-storage.js';

const HOUR = 3_600_000;
const organizationId = newId();
const inside = <T>(work: () => Promise<T>) => inOrganization(organizationId, work);

function newMail(overrides: Partial<NewMail> = {}): NewMail {
  return {
    ...{ key: `${newId()}-${newId()}`, to: { name: 'Dylan Miller', address: 'dylan0@adventure-works.com' } },
    ...{ subject: 'Approved: Mentoring', text: 'Approved.', html: '<p>Approved.</p>' },
    ...overrides,
  };
}

describe('delivery of mails', () => {
  let storage: Storage;
  const clock = new ManualClock('2025-11-12T06:00:00Z');
  let servers: Awaited<ReturnType<typeof startMailServer>>[] = [];
  let mailers: Mailer[] = [];
  beforeAll(async () => {
    storage = await openTemporaryStorage();
  });
  afterAll(() => storage.close());
  afterEach(async () => {
    for (const mailer of mailers) await mailer.stop();
    for (const server of servers) await server.stop();
    [servers, mailers] = [[], []];
    await storage.connection.collection('mails').deleteMany({});
  });

  async function mailServer(...given: Parameters<typeof startMailServer>) {
    const server = await startMailServer(...given);
    servers.push(server);
    return server;
  }

  /** A process that sends; several share the storage. */
  function mailerFor(smtpUrl: string): Mailer {
    storage.connection.deleteModel(/^Mail$/);
    const config = { smtpUrl, mailFrom: 'Points <points@example.org>', mode: 'production' as const };
    const mailer = createMailer({ storage, clock, logger: silentLogger, config });
    mailers.push(mailer);
    return mailer;
  }

  const stored = () => storage.connection.collection('mails').find({}).toArray();

  /** Moves time on and sends, until nothing waits any more or the time is over. */
  async function pass(mailer: Mailer, hours: number): Promise<void> {
    for (let step = 0; step < hours * 4 && (await mailer.backlog()).waiting > 0; step += 1) {
      clock.advance(HOUR / 4);
      await mailer.drain();
    }
  }

  it('says that a machine wrote it, and where mails are switched off unless they are about the account', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    const unsubscribe = 'https://points.example.org/employee/profile\r\nBcc: all@example.org';
    await inside(() => mailer.queue([newMail({ unsubscribe }), newMail({ ofAccount: true, subject: 'Your code' })]));
    await mailer.drain();
    const headers = (subject: string) =>
      Object.fromEntries(
        server.mails.find((mail) => mail.subject === subject)?.headers.map(({ key, value }) => [key, value]) ?? [],
      );
    const automatic = { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' };
    expect(headers('Approved: Mentoring')).toMatchObject({
      ...automatic,
      'list-unsubscribe': '<https://points.example.org/employee/profileBcc:%20all@example.org>',
    });
    expect(headers('Approved: Mentoring')).not.toHaveProperty('bcc');
    // One address that ends it without a page does not exist, so none is promised.
    expect(headers('Approved: Mentoring')).not.toHaveProperty('list-unsubscribe-post');
    expect(headers('Your code')).toMatchObject(automatic);
    expect(headers('Your code')).not.toHaveProperty('list-unsubscribe');
  });

  it('does not try one mail after the other while the server is away, and sends each once when it is back', async () => {
    const first = await mailServer();
    await first.stop();
    const mailer = mailerFor(first.url);
    await inside(() => mailer.queue(Array.from({ length: 60 }, () => newMail())));
    await mailer.drain();
    await mailer.drain();
    const tries = (await stored()).reduce((sum, mail) => sum + Number(mail['attempts']), 0);
    expect(tries).toBeGreaterThan(0);
    expect(tries).toBeLessThanOrEqual(4);
    // Away for a while: the pauses grow, and nobody's patience is used up by them.
    for (let minute = 0; minute < 30; minute += 1) {
      clock.advance(60_000);
      await mailer.drain();
    }
    expect(await mailer.backlog()).toEqual({ waiting: 60, dead: 0 });
    const second = await mailServer(first.port);
    await pass(mailer, 1);
    expect(new Set(second.mails.map((mail) => mail.messageId)).size).toBe(60);
    expect(second.mails).toHaveLength(60);
  });

  it('sends each mail once where two processes send', async () => {
    const server = await mailServer();
    const [one, two] = [mailerFor(server.url), mailerFor(server.url)];
    await inside(() => one.queue(Array.from({ length: 90 }, () => newMail())));
    await Promise.all([one.drain(), two.drain(), one.drain(), two.drain()]);
    expect(server.mails).toHaveLength(90);
    expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(90);
    expect(await one.backlog()).toEqual({ waiting: 0, dead: 0 });
  });

  it('sends again what the server hung up on', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    server.drop(true);
    await inside(() => mailer.queue([newMail(), newMail()]));
    await mailer.drain();
    expect(server.mails).toHaveLength(0);
    expect((await stored()).find((mail) => Number(mail['attempts']) > 0)?.['lastError']).toMatch(
      /closed the connection/,
    );
    server.drop(false);
    await pass(mailer, 1);
    expect(server.mails).toHaveLength(2);
  });

  it('gives up after three days of "not now", and starts anew when it is sent again', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    server.refuse(451, 'greylisted, try later');
    await inside(() => mailer.queue([newMail({ key: 'late-1' })]));
    await mailer.drain();
    await pass(mailer, 20);
    expect(await mailer.backlog()).toEqual({ waiting: 1, dead: 0 });
    await pass(mailer, 60);
    expect(await mailer.backlog()).toEqual({ waiting: 0, dead: 1 });
    const [given] = (await inside(() => mailer.desk.list({ status: 'dead' }, { number: 1, size: 20 }))).items;
    expect(given).toMatchObject({ resendable: true, nextAt: null });
    expect(given?.lastError).toContain('451 greylisted, try later');

    server.accept();
    expect(await inside(() => mailer.desk.resend([given?.id ?? '']))).toBe(1);
    await mailer.drain();
    expect(server.mails.map((mail) => [mail.messageId, mail.text?.trim()])).toEqual([
      ['<late-1@example.org>', 'Approved.'],
    ]);
    expect(await inside(() => mailer.desk.resend('all'))).toBe(0);
    // What it said is gone once it went out.
    expect(await stored()).toEqual([expect.objectContaining({ status: 'sent', text: '', html: '' })]);
  });

  it('keeps the sign-in of the mail server out of what it writes down, however the server repeats it', async () => {
    const login = { user: 'points', password: 'K6-canary/pass+word' };
    const server = await mailServer(0, login);
    const wrong = `smtp://points:${encodeURIComponent('Z9-canary/other+word')}@127.0.0.1:${server.port}`;
    const mailer = mailerFor(wrong);
    await inside(() => mailer.queue([newMail()]));
    await mailer.drain();
    const state = await mailer.server();
    expect(state).toMatchObject({ state: 'away' });
    const written = JSON.stringify([await stored(), state]);
    expect(written).toContain('refused the sign-in');
    expect(written).toContain('nobody is called');
    expect(written).not.toMatch(/Z9-canary/);
    // An operator mends the variable and starts anew: nothing was given up for it.
    const right = mailerFor(`smtp://points:${encodeURIComponent(login.password)}@127.0.0.1:${server.port}`);
    clock.advance(HOUR);
    await right.drain();
    expect(server.mails).toHaveLength(1);
    expect(await right.server()).toMatchObject({ state: 'reachable', words: null });
  });

  it('stops soon although the server is slow, closes its connections, and loses nothing', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    let answer = (): void => undefined;
    server.hold(new Promise<void>((resolve) => (answer = resolve)));
    await inside(() => mailer.queue(Array.from({ length: 30 }, () => newMail())));
    const sending = mailer.drain();
    await expect.poll(() => server.connections(), { timeout: 5000 }).toBeGreaterThan(0);
    const before = Date.now();
    await mailer.stop();
    await sending;
    expect(Date.now() - before).toBeLessThan(9000);
    await expect.poll(() => server.connections(), { timeout: 5000 }).toBe(0);
    expect(await mailer.backlog()).toEqual({ waiting: 30, dead: 0 });
    answer();
    server.hold(Promise.resolve());
    const next = mailerFor(server.url);
    await pass(next, 2);
    expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(30);
  });

  it('forgets what was sent or given up a month ago, and nothing that waits', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    server.refuse(550, 'no such mailbox', 'gone@adventure-works.com');
    const gone = { name: '', address: 'gone@adventure-works.com' };
    await inside(() => mailer.queue([newMail(), newMail({ to: gone })]));
    await mailer.drain();
    await server.stop();
    await inside(() => mailer.queue([newMail({ key: 'waits-1' })]));
    clock.advance(29 * 24 * HOUR);
    await mailer.tidy();
    expect(await stored()).toHaveLength(3);
    clock.advance(2 * 24 * HOUR);
    await mailer.tidy();
    expect((await stored()).map((mail) => mail['key'])).toEqual(['waits-1']);
  });
});
