import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMailServer } from '../../../test/support/mail-server.js';
import { openTemporaryStorage, silentLogger } from '../../../test/support/temporary-storage.js';
import { ManualClock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { inOrganization } from '../request-context.js';
import type { Storage } from '../storage/index.js';
import { createMailer } from './create-mailer.js';
import { mailBackoff } from './mail-sender.js';
import type { NewMail } from './mail.js';
import type { Mailer } from './mailer.js';

let storage: Storage;
let servers: Awaited<ReturnType<typeof startMailServer>>[] = [];
let mailers: Mailer[] = [];
const clock = new ManualClock('2025-11-12T06:00:00Z');

beforeAll(async () => {
  storage = await openTemporaryStorage();
});
afterAll(() => storage.close());
afterEach(async () => {
  for (const mailer of mailers) await mailer.stop();
  for (const server of servers) await server.stop();
  [mailers, servers] = [[], []];
  await storage.connection.collection('mails').deleteMany({});
});

async function mailServer(port?: number) {
  const server = await startMailServer(port);
  servers.push(server);
  return server;
}

/** Models are registered once per connection, so every mailer of these tests shares them. */
function mailerFor(
  smtpUrl: string | undefined,
  mode: 'development' | 'production' = 'development',
  sender: NewMail['from'] | null = null,
) {
  storage.connection.deleteModel(/^Mail$/);
  const config = { smtpUrl, mailFrom: 'Points <points@example.org>', mode };
  const mailer = createMailer({
    ...{ storage, clock, config },
    logger: silentLogger,
    senderOf: () => Promise.resolve(sender),
  });
  mailers.push(mailer);
  return mailer;
}

function newMail(overrides: Partial<NewMail> = {}): NewMail {
  return {
    key: `${newId()}-${newId()}`,
    to: { name: 'Dylan Miller', address: 'dylan@example.org' },
    subject: 'Approved: Mentoring',
    text: 'Approved.',
    html: '<p>Approved.</p>',
    ...overrides,
  };
}

const organizationId = newId();
const inside = <T>(work: () => Promise<T>) => inOrganization(organizationId, work);

describe('the mailer', () => {
  it('sends in the name of the organization where it has a sender, also of one who is called like a header', async () => {
    const server = await mailServer();
    const own = mailerFor(server.url, 'development', {
      name: 'Räte, "Points" <x@evil.example>\r\nBcc: everybody@evil.example',
      address: 'points@adventure-works.com',
    });
    await inside(() => own.queue([newMail()]));
    await own.drain();
    await inside(() => own.queue([newMail({ from: { name: 'Other', address: 'other@adventure-works.com' } })]));
    await own.drain();
    const usual = mailerFor(server.url);
    await inside(() => usual.queue([newMail()]));
    await usual.drain();
    expect(server.mails.map((mail) => mail.from?.address)).toEqual([
      'points@adventure-works.com',
      'other@adventure-works.com',
      'points@example.org',
    ]);
    expect(server.mails[0]?.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(server.mails[0]?.from?.name).toBe('Räte, "Points" <x@evil.example> Bcc: everybody@evil.example');
  });

  it('sends a mail with text, markup and a Message-ID made of its key', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    await storage.prepare();
    await inside(() => mailer.queue([newMail({ key: 'event1-person1' })]));
    await mailer.drain();
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({
      subject: 'Approved: Mentoring',
      messageId: '<event1-person1@example.org>',
      from: { name: 'Points', address: 'points@example.org' },
    });
    expect(server.mails[0]?.text?.trim()).toBe('Approved.');
    expect(server.mails[0]?.html?.trim()).toBe('<p>Approved.</p>');
  });

  it('queues a mail once, however often its event comes', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    const mail = newMail();
    await inside(() => mailer.queue([mail]));
    await mailer.drain();
    await inside(() => mailer.queue([mail, newMail()]));
    await mailer.drain();
    expect(server.mails).toHaveLength(2);
  });

  it('leaves nothing behind when the transaction of the queueing fails', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    const work = storage.run(async () => {
      await mailer.queue([newMail()]);
      throw new Error('rolled back');
    });
    await expect(inside(() => work)).rejects.toThrow();
    await mailer.drain();
    expect(server.mails).toHaveLength(0);
  });

  it('puts no line break of a name or subject into a header', async () => {
    const server = await mailServer();
    const mailer = mailerFor(server.url);
    const to = { name: 'Dylan\r\nBcc: all@example.org', address: 'dylan@example.org' };
    await inside(() => mailer.queue([newMail({ to, subject: 'Hello\r\nBcc: all@example.org\n\nbody' })]));
    await mailer.drain();
    const [mail] = server.mails;
    expect(mail?.subject).toBe('Hello Bcc: all@example.org body');
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.map((header) => header.key)).not.toContain('bcc');
    expect(mail?.to).toEqual([{ name: 'Dylan Bcc: all@example.org', address: 'dylan@example.org' }]);
  });

  it('sends everything once the mail server is back, each mail once', async () => {
    const first = await mailServer();
    const port = first.port;
    const mailer = mailerFor(first.url);
    await first.stop();
    const news = Array.from({ length: 10 }, () => newMail());
    await inside(() => mailer.queue(news));
    await mailer.drain();
    expect(await mailer.backlog()).toEqual({ waiting: 10, dead: 0 });

    const second = await mailServer(port);
    await mailer.drain();
    expect(second.mails).toHaveLength(0);
    clock.advance(mailBackoff(1));
    await mailer.drain();
    expect(second.mails.map((mail) => mail.messageId).sort()).toEqual(
      news.map((mail) => `<${mail.key}@example.org>`).sort(),
    );
    expect(await mailer.backlog()).toEqual({ waiting: 0, dead: 0 });
  });

  it('gives up what the server will never take, and only that', async () => {
    const server = await mailServer();
    server.refuse(550, 'no such mailbox', 'gone@example.org');
    const mailer = mailerFor(server.url);
    const to = { name: '', address: 'gone@example.org' };
    await inside(() => mailer.queue([newMail({ to }), newMail({ to, ofAccount: true }), newMail()]));
    await mailer.drain();
    expect(server.mails).toHaveLength(1);
    expect(await mailer.backlog()).toEqual({ waiting: 0, dead: 2 });
    const given = await storage.connection.collection('mails').find({ status: 'dead' }).toArray();
    // One that may hold a link or a code is emptied; the other can be sent again.
    expect(given.map(({ ofAccount, text, html }) => [ofAccount, text, html]).sort()).toEqual([
      [false, 'Approved.', '<p>Approved.</p>'],
      [true, '', ''],
    ]);
    expect(given[0]?.['lastError']).toContain('no such mailbox');
  });

  it('writes down why a mail about an account was refused without what lets somebody in', async () => {
    const server = await mailServer();
    const link = 'https://points.example.org/auth/reset-password?token=Qm9vdHN0cmFwLXRva2VuLTQyLQ';
    server.refuse(451, `suspicious: 480213 and ${link}`);
    const mailer = mailerFor(server.url);
    const text = `Your code is 480213. Or open ${link}`;
    await inside(() => mailer.queue([newMail({ ofAccount: true, text })]));
    await mailer.drain();
    const waiting = await storage.connection.collection('mails').findOne({});
    expect(waiting?.['lastError']).toContain('suspicious');
    expect(waiting?.['lastError']).not.toMatch(/480213|Qm9vdHN0/);
  });

  it('tries again what the server refuses for now', async () => {
    const server = await mailServer();
    server.refuse(451, 'later');
    const mailer = mailerFor(server.url);
    await inside(() => mailer.queue([newMail()]));
    await mailer.drain();
    server.accept();
    clock.advance(mailBackoff(1));
    await mailer.drain();
    expect(server.mails).toHaveLength(1);
  });

  it('sends under the same Message-ID again after a crash between sending and marking', async () => {
    const server = await mailServer();
    const crashing = mailerFor(server.url);
    // The database is gone at the moment when the mail is on the server and not marked yet.
    const model = storage.connection.model('Mail');
    const updateOne = model.updateOne.bind(model);
    server.onArrival(() => {
      model.updateOne = (() => Promise.reject(new Error('gone'))) as never;
    });
    await inside(() => crashing.queue([newMail({ key: 'event2-person2' })]));
    await expect(crashing.drain()).rejects.toThrow('gone');
    expect(server.mails).toHaveLength(1);
    model.updateOne = updateOne;

    server.onArrival(() => undefined);
    clock.advance(180_000);
    await crashing.drain();
    expect(server.mails.map((mail) => mail.messageId)).toEqual([
      '<event2-person2@example.org>',
      '<event2-person2@example.org>',
    ]);
  });
});

describe('the mailbox', () => {
  it('keeps mails where there is no mail server, newest first', async () => {
    const mailer = mailerFor(undefined);
    await inside(() => mailer.queue([newMail({ subject: 'First' })]));
    clock.advance(1000);
    await inside(() => mailer.queue([newMail({ subject: 'Second' })]));
    const list = await mailer.mailbox?.list({ number: 1, size: 1 });
    expect(list?.page.total).toBe(2);
    expect(list?.items[0]).toMatchObject({
      subject: 'Second',
      to: 'Dylan Miller <dylan@example.org>',
      text: 'Approved.',
    });
    const [first] = (await mailer.mailbox?.list({ number: 2, size: 1 }))?.items ?? [];
    expect(await mailer.mailbox?.byId(first?.id ?? '')).toMatchObject({ subject: 'First' });
    expect(await mailer.mailbox?.byId(newId())).toBeUndefined();
  });

  it('does not exist in production', () => {
    expect(mailerFor(undefined, 'production').mailbox).toBeUndefined();
  });
});
