import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import type { Preferences } from '../../../src/modules/people/index.js';
import { actorFor } from '../../support/world.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { linksOf, onlyInText, readHtml } from '../../support/mail-content.js';
import { startMailServer } from '../../support/mail-server.js';
import { raise } from '../../support/records.js';

const HOSTILE = 'No <script>alert(1)</script> & no <%= 7*7 %>\r\nsecond line';

describe('mails of messages, by a mail server', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    server = await startMailServer();
    app = await openTestApp({ smtpUrl: server.url, env: { PUBLIC_URL: 'https://points.example.org' } });
    cast = await createCast(app);
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
  });
  beforeEach(async () => {
    await sent();
    server.mails.length = 0;
  });

  /** The mails that arrived once everything that was due is sent, by whom they are for. */
  async function sent() {
    await app.settle();
    await app.container.mailer.drain();
    return server.mails;
  }

  const actor = (role: Role) => actorFor(cast.people[role]);
  const to = (role: Role) => server.mails.filter((mail) => mail.to?.[0]?.address === cast.people[role].email);
  const prefer = (role: Role, changes: Partial<Preferences>) =>
    cast.tenant.run(() => app.container.people.changePreferences(actor(role), changes));

  async function decide(id: string, decision: 'approve' | 'reject', notes = 'Good work') {
    const answer = await (await cast.as('manager')).post(`/pm/requests/${id}/decision`).send({ decision, notes });
    expect(answer.status).toBe(200);
  }

  const propose = () =>
    cast.tenant.run(() =>
      app.container.requests.propose(actor('taUpdater'), {
        categoryCode: 'interviews',
        personId: cast.people.employee.id,
        validatorId: cast.people.ta.id,
        eventDate: '2025-11-03',
        quantity: 2,
        notes: 'Two interviews',
        acknowledgeDuplicate: true,
      }),
    );

  it('31: Rejected own request: mail with the reason. Rejected proposal: only the proposer is told', async () => {
    const own = await raise(cast);
    await sent();
    server.mails.length = 0;
    await decide(own.id, 'reject', 'Please add evidence');
    const proposed = await propose();
    await cast.tenant.run(() =>
      app.container.requests.decide(actor('ta'), 'ta', proposed.id, { decision: 'reject', notes: 'Counted twice' }),
    );
    await sent();
    const [mail, ...more] = to('employee');
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(
      `${cast.people.manager.name} rejected your request: Initiative (AI adoption), 250 points`,
    );
    expect(mail?.text).toContain('> Please add evidence');
    expect(readHtml(mail?.html ?? '')).toContain('Please add evidence');
    expect(to('taUpdater').map(({ text }) => text?.includes('> Counted twice'))).toEqual([true]);
  });

  it('say the same as HTML and as text, and nothing that somebody wrote becomes markup', async () => {
    const request = await raise(cast);
    await decide(request.id, 'reject', HOSTILE);
    await sent();
    const [mail] = to('employee');
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; no &lt;%= 7*7 %&gt;');
    expect(mail?.html).not.toMatch(/<script|49/);
    expect(mail?.text).toContain('> No <script>alert(1)</script> & no <%= 7*7 %>\n> second line');
    expect(onlyInText(mail ?? {})).toEqual([]);
    const link = `https://points.example.org/employee/requests/${request.id}`;
    expect(linksOf(mail?.html ?? '')).toEqual([link, 'https://points.example.org/employee/profile/messages']);
    expect(mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toContain('/employee/profile/messages');
  });

  it('name and subject can hold line breaks and begin no header', async () => {
    const name = 'Eve\r\nBcc: everybody@evil.example\r\n\r\n<b>Free points</b>';
    await cast.tenant.run(() =>
      app.container.outbox.record(cast.tenant.system, {
        type: 'request.raised',
        subject: { type: 'request', id: newId() },
        data: {
          ...{
            requestId: newId(),
            unit: 'pm',
            categoryCode: 'mentoring',
            categoryName: 'Mentoring\r\nX: y',
            points: 1,
          },
          ...{ personId: cast.people.employee.id, personName: name, approverId: cast.people.manager.id },
          proposerId: cast.people.employee.id,
        },
      }),
    );
    await sent();
    const [mail] = to('manager');
    expect(mail?.subject).toBe(
      'Eve Bcc: everybody@evil.example <b>Free points</b> raised a request: Mentoring X: y, 1 point',
    );
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.map(({ key }) => key)).not.toContain('x');
    expect(mail?.html).not.toContain('<b>Free');
    expect(mail?.to).toHaveLength(1);
  });

  it('are in the language of who reads them, in both forms, and so is the message in the app', async () => {
    await prefer('employee', { language: 'de' });
    const request = await raise(cast);
    await decide(request.id, 'approve', 'Gut gemacht');
    await sent();
    const [mail] = to('employee');
    const manager = cast.people.manager.name;
    expect(mail?.subject).toBe(`${manager} hat Ihren Antrag genehmigt: Initiative (AI adoption), 250 Punkte`);
    expect(mail?.html).toContain('<html lang="de">');
    expect(mail?.text).toContain(`Guten Tag ${cast.people.employee.name},`);
    expect(mail?.text).toContain('Mails auswählen: https://points.example.org/employee/profile/messages');
    expect(onlyInText(mail ?? {})).toEqual([]);
    const newest = async () =>
      (await cast.tenant.run(() => app.container.notifications.bell(actor('employee')))).newest[0];
    expect(await newest()).toMatchObject({ text: `${mail?.subject}.`, language: 'de' });
    // What was told stays as it was told.
    await prefer('employee', { language: '' });
    expect(await newest()).toMatchObject({ text: `${mail?.subject}.`, language: 'de' });
  });

  it('a bulk is one mail, with the count and the first by name', async () => {
    const requests = [];
    for (let day = 1; day <= 7; day += 1) requests.push(await raise(cast, 'pm', { eventDate: `2025-11-0${day}` }));
    await sent();
    server.mails.length = 0;
    const ids = requests.map(({ id }) => id);
    await cast.tenant.run(() => app.container.requests.decideMany(actor('manager'), 'pm', ids, 'approve', 'All fine'));
    await sent();
    const [mail, ...more] = to('employee');
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(`${cast.people.manager.name} approved 7 of your requests`);
    expect(mail?.text?.match(/^\* Initiative \(AI adoption\), 250 points$/gm)).toHaveLength(5);
    expect(mail?.text).toContain('* and 2 more');
    expect(onlyInText(mail ?? {})).toEqual([]);
  });

  it('proposals of a file are one mail, which names those it is told of', async () => {
    const proposed = await propose();
    server.mails.length = 0;
    await sent();
    server.mails.length = 0;
    await cast.tenant.run(() =>
      app.container.outbox.record(actor('taUpdater'), {
        type: 'requests.proposed',
        subject: { type: 'import', id: newId() },
        data: { validatorId: cast.people.ta.id, unit: 'ta', count: 12, importId: newId(), requestIds: [proposed.id] },
      }),
    );
    await sent();
    const [mail, ...more] = to('ta');
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(`${cast.people.taUpdater.name} proposed 12 requests for you to decide`);
    expect(mail?.text).toContain(`* Interviews, 200 points, for ${cast.people.employee.name}\n* and 11 more`);
    expect(linksOf(mail?.html ?? '')[0]).toBe('https://points.example.org/ta/requests');
  });

  it('come by what the person prefers: off in one channel leaves the other', async () => {
    const unread = () => cast.tenant.run(() => app.container.notifications.unread(actor('manager')));
    const tell = async (changes: Partial<Preferences>) => {
      await prefer('manager', {
        mail: { request_raised: 'now' },
        app: { request_raised: true },
        noMails: false,
        ...changes,
      });
      const before = await unread();
      server.mails.length = 0;
      await raise(cast);
      await sent();
      return { inApp: (await unread()) - before, mails: to('manager').length };
    };
    expect(await tell({})).toEqual({ inApp: 1, mails: 1 });
    expect(await tell({ mail: { request_raised: 'off' } })).toEqual({ inApp: 1, mails: 0 });
    expect(await tell({ mail: { request_raised: false } })).toEqual({ inApp: 1, mails: 0 });
    expect(await tell({ mail: { request_raised: 'digest' } })).toEqual({ inApp: 1, mails: 0 });
    expect(await tell({ app: { request_raised: false } })).toEqual({ inApp: 0, mails: 1 });
    expect(await tell({ noMails: true })).toEqual({ inApp: 1, mails: 0 });
    expect(await tell({ app: { request_raised: false }, noMails: true })).toEqual({ inApp: 0, mails: 0 });
  });

  it('about the safety of the account come in spite of every switch', async () => {
    await prefer('colleague', {
      ...{ noMails: true, mailsPausedUntil: '2026-01-01' },
      ...{ mail: { password_changed: 'off' }, app: { password_changed: false } },
    });
    await cast.tenant.run(() =>
      app.container.people.access.setPassword(actor('hrAdmin'), cast.people.colleague.id, 'Another-points-2026', {
        initial: true,
      }),
    );
    await sent();
    const [mail] = to('colleague');
    expect(mail?.subject).toBe('You were given a new initial password');
    expect(mail?.text).toContain('cannot be switched off');
    expect(mail?.headers.map(({ key }) => key)).not.toContain('list-unsubscribe');
    expect(await cast.tenant.run(() => app.container.notifications.unread(actor('colleague')))).toBe(1);
  });
});
