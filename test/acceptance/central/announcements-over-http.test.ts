import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Preferences } from '../../../src/modules/people/index.js';
import { openPage, submit, type Agent } from '../../support/agents.js';
import { announce } from '../../support/announcements.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { startMailServer } from '../../support/mail-server.js';
import { hiddenFields } from '../../support/page-forms.js';
import { problemsOfPage } from '../../support/valid-html.js';
import { actorFor } from '../../support/world.js';

interface Announcement {
  readonly id: string;
  readonly status: string;
  readonly recipients: number;
  readonly reached: number;
  readonly mails: { readonly delivered: number; readonly waiting: number; readonly givenUp: number };
}

const ADDRESS = '/central/announcements';
const PREVIEW = `${ADDRESS}/preview`;
const HOSTILE = 'No <script>alert(1)</script> & no <%= 7*7 %>\n\nSee https://example.org/a?b=1&c="x" now.';

let server: Awaited<ReturnType<typeof startMailServer>>;
let app: TestApp;
let cast: Cast;
let central: Agent;
/** What happens while an announcement goes out. */
let between: (part: number) => Promise<void>;

beforeAll(async () => {
  server = await startMailServer();
  app = await openTestApp({ smtpUrl: server.url, env: { PUBLIC_URL: 'https://points.example.org' } });
  app.container.outbox.subscribe('between parts', ['announcement.part_sent'], ({ data }) => between(data.number));
  cast = await createCast(app);
  central = await cast.as('central');
});
afterAll(async () => {
  await app.close();
  await server.stop();
});
beforeEach(async () => {
  between = () => Promise.resolve();
  await sent();
  server.mails.length = 0;
});

async function sent() {
  await app.settle();
  await app.container.mailer.drain();
  return server.mails;
}
const addresses = () => server.mails.map(({ to }) => to?.[0]?.address ?? '').sort();
const to = (role: Role) => server.mails.filter((mail) => mail.to?.[0]?.address === cast.people[role].email);
const prefer = (role: Role, changes: Partial<Preferences>) =>
  cast.tenant.run(() => app.container.people.changePreferences(actorFor(cast.people[role]), changes));
const one = async (id: string) =>
  ((await central.get(`${ADDRESS}/${id}`)).body as { announcement: Announcement }).announcement;
const inApp = async (role: Role) => {
  const { body } = await (await cast.as(role)).get('/employee/notifications?type=announcement');
  return (body as { items: { id: string; text: string; href: string }[] }).items;
};

describe('announcements of central', () => {
  it('are looked at first: the mail as it will be, how many get it and how, the first names; and sent once', async () => {
    await prefer('colleague', { mail: { announcement: 'off' } });
    for (const address of [ADDRESS, `${ADDRESS}/new`]) {
      expect(problemsOfPage((await openPage(central, address)).text)).toEqual([]);
    }
    const { manager, employee } = cast.people;
    const typed = { subject: 'Bonus season & more', text: HOSTILE, manager: manager.employeeId };
    const review = await submit(central, PREVIEW, { ...typed, department: '', grade: '' });
    expect(review.status).toBe(200);
    expect(problemsOfPage(review.text)).toEqual([]);
    const words = review.text.replace(/\s+/g, ' ');
    expect(words).toContain('For 2 people');
    expect(words).toContain(`manager ${manager.name}`);
    expect(words).toContain(`<li>${employee.name}</li>`);
    expect(words).toContain('1 person has switched off mails of announcements');
    expect(review.text).toContain('No &lt;script&gt;alert(1)&lt;/script&gt; &amp; no &lt;%= 7*7 %&gt;');
    const back = await submit(central, PREVIEW, hiddenFields(review.text, PREVIEW));
    expect(back.text).toContain('value="Bonus season &amp; more"');
    expect(problemsOfPage(back.text)).toEqual([]);
    expect(await sent()).toEqual([]);

    const form = { ...hiddenFields(review.text, ADDRESS), text: HOSTILE } as Record<string, string>;
    expect(form).toMatchObject({ count: '2', manager: manager.employeeId, subject: 'Bonus season & more' });
    const first = await submit(central, ADDRESS, form);
    expect(first.status, first.text).toBe(303);
    expect((await submit(central, ADDRESS, form)).headers['location']).toBe(first.headers['location']);
    await sent();
    expect(addresses()).toEqual([employee.email]);
    const [mail] = to('employee');
    expect(mail?.subject).toBe('Bonus season & more');
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; no &lt;%= 7*7 %&gt;');
    expect(mail?.html).not.toMatch(/<script|>49/);
    expect(mail?.html).toContain('href="https://example.org/a?b=1&amp;c="');
    expect(mail?.text).toContain(
      'No <script>alert(1)</script> & no <%= 7*7 %>\n\nSee https://example.org/a?b=1&c="x" now.',
    );
    expect(mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toContain('/employee/profile/messages');

    // Both read it in the app; nobody else was told.
    const id = String(first.headers['location']).split('/').at(-1) ?? '';
    for (const role of ['employee', 'colleague'] as const) {
      const [message, ...more] = await inApp(role);
      expect(more).toEqual([]);
      expect(message).toMatchObject({ text: 'Bonus season & more', href: `/employee/announcements/${id}` });
      const page = await openPage(await cast.as(role), `/employee/announcements/${id}`);
      expect(page.text).toContain('No &lt;script&gt;');
      expect(page.text).toContain('href="https://example.org/a?b=1&amp;c="');
      expect(problemsOfPage(page.text)).toEqual([]);
    }
    expect(await inApp('dp')).toEqual([]);
    expect((await (await cast.as('dp')).get(`/employee/announcements/${id}`)).status).toBe(404);
    expect(await one(id)).toMatchObject({
      ...{ status: 'sent', recipients: 2, reached: 2 },
      mails: { delivered: 1, waiting: 0, givenUp: 0 },
    });
    for (const address of [ADDRESS, `${ADDRESS}/${id}`]) {
      expect(problemsOfPage((await openPage(central, address)).text)).toEqual([]);
    }
    const audit = await openPage(await cast.as('hrAdmin'), '/hr/audit?q=announcement');
    expect(audit.status).toBe(200);
  });

  it('refuse what is no announcement, at the field, and keep what was typed', async () => {
    for (const [wrong, message] of [
      [{ subject: 'Two\nlines' }, 'Must be a single line.'],
      [{ subject: '' }, 'Give a subject.'],
      [{ text: '' }, 'Write what you want to announce.'],
      [{ text: 'x'.repeat(5001) }, 'At most 5000 characters.'],
      [{ manager: 'nobody at all' }, 'Nobody is found by'],
      [{ dp: 'Ken\u0000Myer' }, 'Contains characters that cannot be shown.'],
      [{ grant: 'everything' }, 'Choose from the list.'],
    ] as const) {
      const page = await submit(central, PREVIEW, { subject: 'Kept subject', text: 'Kept text', ...wrong });
      expect(page.status).toBe(422);
      expect(page.text).toContain(message);
      if (!('text' in wrong)) expect(page.text).toContain('Kept text');
      expect(problemsOfPage(page.text)).toEqual([]);
    }
    const nobody = await central.post(ADDRESS).send({ subject: 'A', text: 'B', department: 'Nowhere' });
    expect([nobody.status, (nobody.body as { code: string }).code]).toEqual([422, 'announcement.nobody']);
    expect(await sent()).toEqual([]);
  });

  it('choose by people’s fields, duties and the target of the quarter; only who is active', async () => {
    const { tenant, people } = cast;
    const count = async (audience: object) => {
      const { body } = await central.post(PREVIEW).send({ subject: 'A', text: 'B', ...audience });
      return body as { count: number; first: string[] };
    };
    const all = (await count({})).count;
    expect(all).toBe(Object.keys(people).length);
    expect((await count({ department: 'Sales' })).first).toEqual([people.colleague.name]);
    expect((await count({ grant: 'central' })).first).toEqual([people.central.name]);
    expect((await count({ dp: people.dp.email })).count).toBe(2);
    expect((await count({ grade: 'C1', department: 'Sales', location: 'UK' })).count).toBe(0);
    const below = (await count({ grade: 'C1', belowTarget: true })).count;
    expect(below).toBe((await count({ grade: 'C1' })).count);
    await tenant.run(() =>
      app.container.ledger.credit(tenant.system, {
        ...{ personId: people.colleague.id, kind: 'award', points: 7700, categoryCode: 'initiative_ai', unit: 'pm' },
        ...{
          effectiveDate: '2025-11-03',
          sourceKey: 'award:much',
          source: { type: 'award', id: 'much' },
          reason: 'Work',
        },
        basis: { value: 7700, quantity: 1, grade: 'C1', categoryVersion: 1 },
      }),
    );
    expect((await count({ grade: 'C1', belowTarget: true })).count).toBe(below - 1);
    const leaver = await tenant.person({ name: 'Terri Duffy' });
    expect((await count({})).count).toBe(all + 1);
    // Somebody leaves between the look and the sending: it is shown again.
    const review = await submit(central, PREVIEW, { subject: 'All of you', text: 'Hello' });
    await tenant.run(() => app.container.people.deactivate(tenant.system, leaver.id, 'Left'));
    const form = hiddenFields(review.text, ADDRESS);
    const again = await submit(central, ADDRESS, form);
    expect(again.status).toBe(409);
    expect(again.text).toContain(`${all + 1} people were meant when you looked, and ${all} are by now.`);
    expect(again.text).toContain(`Send it to ${all} people`);
    expect(problemsOfPage(again.text)).toEqual([]);
    expect((await sent()).filter(({ subject }) => subject === 'All of you')).toEqual([]);
  });

  it('come in the mail of the day where somebody wants that, and wait for a mail server that is away', async () => {
    await prefer('employee', { mail: { announcement: 'digest' } });
    server.refuse(451, 'later');
    const id = await announce(cast, { manager: cast.people.manager.employeeId, subject: 'For tomorrow' });
    await sent();
    expect(await one(id)).toMatchObject({ status: 'sent', mails: { delivered: 0, waiting: 0, givenUp: 0 } });
    const other = await announce(cast, { grant: 'pm', subject: 'For managers' });
    await sent();
    expect(await one(other)).toMatchObject({ recipients: 2, mails: { delivered: 0, waiting: 2, givenUp: 0 } });
    server.accept();
    app.clock.advance(20 * 60_000);
    await sent();
    expect(await one(other)).toMatchObject({ mails: { delivered: 2, waiting: 0 } });
    expect(server.mails).toHaveLength(2);
    await prefer('employee', { mail: { announcement: 'now' } });
  });

  describe('to many', () => {
    beforeAll(async () => {
      const { organization, system, run } = cast.tenant;
      const people = Array.from({ length: 205 }, (_, number) => ({
        ...{ name: `Reader ${number}`, email: `reader${number}@${organization.slug}.com`, employeeId: `R${number}` },
        ...{ grade: 'A1', department: 'Finance', location: 'UK', level: 'Junior', joiningDate: '2024-01-01' },
      }));
      // Whoever has a password gets no invitation, which would be one more mail for each.
      await run(() => app.container.people.registerMany(system, people, { initialPasswordHash: 'never used' }));
      await sent();
    });
    const toReaders = (subject: string) => announce(cast, { grade: 'A1', subject });

    it('go out in parts, each person once, also where a part fails and is tried again', async () => {
      let failures = 0;
      between = (part) => {
        if (part !== 1 || failures > 1) return Promise.resolve();
        failures += 1;
        return Promise.reject(new Error('interrupted'));
      };
      const id = await toReaders('Once for each');
      expect(await one(id)).toMatchObject({ status: 'sending', recipients: 205, reached: 0 });
      const page = await openPage(central, `${ADDRESS}/${id}`);
      expect(page.text).toContain('http-equiv="refresh"');
      await sent();
      app.clock.advance(60_000);
      await sent();
      app.clock.advance(60_000);
      await sent();
      expect(failures).toBe(2);
      expect(await one(id)).toMatchObject({ status: 'sent', reached: 205, mails: { delivered: 205, waiting: 0 } });
      expect(new Set(addresses()).size).toBe(205);
      expect(server.mails).toHaveLength(205);
      expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(205);
    });

    it('can be cancelled while they go out: who has it has it, nobody else gets it', async () => {
      const id = await toReaders('Not for everybody');
      between = async (part) => {
        if (part === 0) expect((await submit(central, `${ADDRESS}/${id}/cancellation`)).status).toBe(303);
      };
      await sent();
      // The second part was on its way when it was cancelled, and finds nobody to be told.
      expect(await one(id)).toMatchObject({ status: 'cancelled', recipients: 205, reached: 100 });
      expect(server.mails).toHaveLength(100);
      const again = await submit(central, `${ADDRESS}/${id}/cancellation`);
      expect(again.status).toBe(409);
      expect(again.text).toContain('It was cancelled already.');
      expect(problemsOfPage(again.text)).toEqual([]);
      app.clock.advance(3_600_000);
      await sent();
      expect(server.mails).toHaveLength(100);
    });
  });
});
