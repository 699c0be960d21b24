import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import type { NewMail } from '../../../src/platform/mailer/index.js';
import { openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { startMailServer } from '../../support/mail-server.js';
import type { Tenant } from '../../support/world.js';

const ADDRESS = '/hr/mails';

interface MailAnswer {
  readonly id: string;
  readonly status: string;
  readonly to: { readonly address: string };
  readonly text?: string | null;
}

describe('mails on their way', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  let app: TestApp;
  let cast: Cast;
  let hr: Agent;
  beforeAll(async () => {
    server = await startMailServer();
    app = await openTestApp({ smtpUrl: server.url });
    cast = await createCast(app);
    hr = await cast.as('hrAdmin');
    await app.container.mailer.drain();
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
  });

  /** Queues a mail and tries to send it. */
  async function send(overrides: Partial<NewMail> = {}, tenant: Tenant = cast.tenant): Promise<void> {
    const { mailer } = app.container;
    const to = { name: cast.people.employee.name, address: cast.people.employee.email };
    const mail = {
      key: `${newId()}-${newId()}`,
      to,
      subject: 'Approved: Mentoring',
      text: 'Thank you.',
      html: '<p>Thank you.</p>',
    };
    await tenant.run(() => mailer.queue([{ ...mail, kind: 'request_approved', ...overrides }]));
    await mailer.drain();
  }

  const given = async (query = '') =>
    (await hr.get(`${ADDRESS}${query}`)).body as { items: MailAnswer[]; page: { total: number }; health: object };
  const ready = async () => ((await hr.get('/readyz')).body as { mails: object }).mails;

  it('shows what was given up and why, and sends it again, which the audit tells', async () => {
    server.refuse(550, 'mailbox full of <b>letters</b>');
    await send({ key: 'gone-1' });
    server.accept();
    const list = await given();
    expect(list).toMatchObject({
      page: { total: 1 },
      health: { dead: 1, waiting: 0, oldestWaiting: null, server: { state: 'reachable' } },
    });
    expect(await ready()).toEqual({ waiting: 0, dead: 1 });
    expect(list.items[0]).not.toHaveProperty('text');
    const id = list.items[0]?.id ?? '';

    const page = await openPage(hr, ADDRESS);
    expect(page.text).toContain('550 mailbox full of &lt;b&gt;letters&lt;/b&gt;');
    const opened = await openPage(hr, `${ADDRESS}/${id}`);
    expect(opened.text).toContain('Thank you.');
    const sent = await submit(hr, `${ADDRESS}/${id}/resend`);
    expect([sent.status, sent.headers['location']]).toEqual([303, `${ADDRESS}/${id}`]);
    await app.container.mailer.drain();
    expect(server.mails.at(-1)).toMatchObject({ messageId: '<gone-1@localhost>', subject: 'Approved: Mentoring' });
    expect(await ready()).toEqual({ waiting: 0, dead: 0 });

    const twice = await submit(hr, `${ADDRESS}/${id}/resend`);
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('Only a mail that was given up can be sent again.');
    // Once it went out, what it said is nobody's any more.
    expect(((await hr.get(`${ADDRESS}/${id}`)).body as { mail: MailAnswer }).mail).toMatchObject({
      status: 'sent',
      text: null,
    });
    expect((await openPage(hr, '/hr/audit')).text).toContain('had 1 mail that had been given up tried again');
  });

  it('shows nobody what a mail about an account says, and does not send it again', async () => {
    server.refuse(550, 'unknown');
    await send({
      kind: 'account',
      ofAccount: true,
      subject: 'Choose a new password',
      text: 'https://x/?token=canary-9',
    });
    server.accept();
    const [mail] = (await given('?kind=account')).items;
    const json = await hr.get(`${ADDRESS}/${mail?.id}`);
    const page = await openPage(hr, `${ADDRESS}/${mail?.id}`);
    expect(json.body).toMatchObject({ mail: { ofAccount: true, text: null, resendable: false } });
    expect(page.text).toContain('Nobody is shown what they say');
    const answer = await hr.post(`${ADDRESS}/${mail?.id}/resend`).send({});
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'mail.of_account']);
    expect((await submit(hr, `${ADDRESS}/resend`)).status).toBe(303);
    expect(JSON.stringify([json.body, page.text, answer.body])).not.toContain('canary-9');
    const records = await app.container.storage.connection.collection('mails').find({ status: 'dead' }).toArray();
    expect(JSON.stringify(records)).not.toContain('canary-9');
  });

  it('does not show it while it waits either', async () => {
    server.refuse(451, 'later');
    await send({ kind: 'account', ofAccount: true, text: 'canary-10' });
    server.accept();
    const [mail] = (await given('?status=waiting')).items;
    expect((await openPage(hr, `${ADDRESS}/${mail?.id}`)).text).not.toContain('canary-10');
    expect((await given()).health).toMatchObject({ waiting: 1, oldestWaiting: app.clock.now().toISOString() });
    app.clock.advance(10_000);
    await app.container.mailer.drain();
  });

  it('narrows by recipient and kind, pages, and sends all again at once', async () => {
    server.refuse(550, 'closed for today');
    for (let number = 0; number < 5; number += 1) {
      await send({ to: { name: '', address: `terri${number}@adventure-works.com` }, kind: 'award' });
    }
    server.accept();
    expect((await given('?to=TERRI&size=2&page=3')).items.map(({ to }) => to.address)).toEqual([
      'terri0@adventure-works.com',
    ]);
    expect((await given('?to=terri3')).page.total).toBe(1);
    expect((await given('?to=erri')).page.total).toBe(0);
    expect((await given('?kind=award')).page.total).toBe(5);
    expect((await given('?kind=award&status=sent')).page.total).toBe(0);
    expect((await hr.get(`${ADDRESS}?kind=nonsense`)).status).toBe(422);
    const before = server.mails.length;
    const answer = await hr.post(`${ADDRESS}/resend`).send({});
    expect([answer.status, answer.body]).toEqual([202, { count: 5 }]);
    await app.container.mailer.drain();
    expect(server.mails.length - before).toBe(5);
    expect((await hr.post(`${ADDRESS}/resend`).send({})).body).toEqual({ count: 0 });
  });

  it('shows and sends only mails of the own organization', async () => {
    const other = await createCast(app);
    server.refuse(550, 'unknown');
    await send({ to: { name: '', address: 'elsewhere@example.org' } }, other.tenant);
    server.accept();
    expect(JSON.stringify(await given('?size=100'))).not.toContain('elsewhere@example.org');
    const theirs = await signIn(app, other.people.hrAdmin);
    const [mail] = ((await theirs.get(ADDRESS)).body as { items: MailAnswer[] }).items;
    expect((await hr.get(`${ADDRESS}/${mail?.id}`)).status).toBe(404);
    expect((await hr.post(`${ADDRESS}/${mail?.id}/resend`).send({})).status).toBe(404);
    await hr.post(`${ADDRESS}/resend`).send({});
    expect((await theirs.get(ADDRESS)).body).toMatchObject({ page: { total: 1 } });
    expect((await (await cast.as('hrValidator')).get(ADDRESS)).status).toBe(403);
  });
});
