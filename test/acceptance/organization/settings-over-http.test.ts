import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, formToken, openPage, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { pdfFile, pngFile } from '../../support/evidence-files.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface Settings {
  readonly name: string;
  readonly calendar: { readonly zone: string; readonly fiscalStartMonth: number };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly logo: { readonly type: string; readonly size: number } | null;
  readonly revision: number;
}

let app: TestApp;
let cast: Cast;
let hr: Agent;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  hr = await cast.as('hrAdmin');
});
afterAll(() => app.close());

const at = (section: string) => `/hr/settings/${section}`;
const settingsOf = (answer: Answer) => (answer.body as { organization: Settings }).organization;
const now = async () => settingsOf(await hr.get(at('organization')).set('Accept', 'application/json'));
const revision = async () => String((await now()).revision);

describe('settings over HTTP', () => {
  it('save a section from its form and show it again', async () => {
    const answer = await submit(hr, at('requests'), {
      raiseWindowDays: '60',
      proposalWindowMonths: '6',
      remindAfterWorkingDays: '3',
      escalateAfterWorkingDays: '7',
      revision: await revision(),
    });
    expect({ status: answer.status, to: answer.headers['location'] }).toEqual({ status: 303, to: at('requests') });
    expect((await now()).settings).toMatchObject({ raiseWindowDays: 60, escalateAfterWorkingDays: 7 });
    expect((await openPage(hr, at('requests'))).text).toContain('The settings are saved');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'requests',
      { raiseWindowDays: '1e2', proposalWindowMonths: '6', remindAfterWorkingDays: '3', escalateAfterWorkingDays: '7' },
      '1e2',
    ],
    [
      'requests',
      { raiseWindowDays: '60', proposalWindowMonths: '6', remindAfterWorkingDays: '7', escalateAfterWorkingDays: '7' },
      'Escalate later',
    ],
    ['working-time', { from: '9', to: '17:00' }, 'at least one working day'],
    [
      'access',
      {
        passwordMinLength: '8',
        idleMinutes: '60',
        sessionHours: '12',
        rememberDays: '400',
        allowedDomains: 'ok.com\nnot a domain',
      },
      'not a domain',
    ],
    ['mail', { senderName: 'HR', senderAddress: '' }, 'Give the address as well'],
    ['mail', { senderName: 'HR', senderAddress: 'hr@adventure-works.com\r\nBcc: all@x.com' }, 'Bcc'],
    [
      'organization',
      { name: '<script>alert(1)</script>', zone: 'Mars/Base', fiscalStartMonth: '4', locale: 'en' },
      '&lt;script&gt;',
    ],
  ])('%s: come back with what was typed and what is wrong: %j', async (section, fields, shown) => {
    const before = await now();
    const answer = await submit(hr, at(section), { ...fields, revision: await revision() });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(shown);
    expect(answer.text).not.toContain('<script>alert');
    expect(problemsOfPage(answer.text)).toEqual([]);
    expect(await now()).toEqual(before);
  });

  it('keep boxes that were unticked unticked when they come back', async () => {
    const answer = await submit(hr, at('working-time'), {
      workingDays: ['6'],
      from: '17:00',
      to: '09:00',
      revision: await revision(),
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/value="6"[^>]* checked/);
    expect(answer.text).not.toMatch(
      /name="workingDays"[^>]*value="1"[^>]* checked|value="1"[^>]*name="workingDays"[^>]* checked/,
    );
  });

  it('ask before the calendar changes, saying what today becomes, and move nothing', async () => {
    const { name, calendar } = await now();
    const fields = { name, zone: calendar.zone, fiscalStartMonth: '1', locale: 'en' };
    const asked = await submit(hr, at('organization'), { ...fields, revision: await revision() });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain(
      'Today is 12 Nov 2025, in Q3 FY 2025-26. With the new calendar it is 12 Nov 2025, in Q4 FY 2025-26.',
    );
    expect(asked.text).toContain('name="confirmCalendar"');
    expect((await now()).calendar).toEqual(calendar);
    const program = await hr.post(at('organization')).send({ ...fields, revision: Number(await revision()) });
    expect(program.body).toMatchObject({ code: 'settings.calendar_unconfirmed' });
    const confirmed = await submit(hr, at('organization'), {
      ...fields,
      confirmCalendar: 'true',
      revision: await revision(),
    });
    expect(confirmed.status).toBe(303);
    expect((await now()).calendar.fiscalStartMonth).toBe(1);
    await submit(hr, at('organization'), {
      ...fields,
      fiscalStartMonth: '4',
      confirmCalendar: 'true',
      revision: await revision(),
    });
    expect((await now()).calendar).toEqual(calendar);
  });

  it('tell who comes too late, keep the input, and let it be sent again', async () => {
    const old = await revision();
    const mail = { senderName: 'People team', senderAddress: 'People@Adventure-Works.com' };
    await submit(hr, at('mail'), { ...mail, revision: old });
    const late = await submit(hr, at('mail'), {
      senderName: 'Late',
      senderAddress: 'late@adventure-works.com',
      revision: old,
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain(`${cast.people.hrAdmin.name} changed the settings meanwhile`);
    expect(late.text).toContain('late@adventure-works.com');
    expect(late.text).toContain(`name="revision" value="${await revision()}"`);
    expect((await now()).settings['mailSender']).toEqual({
      name: 'People team',
      address: 'people@adventure-works.com',
    });
    const without = await hr.post(at('mail')).send(mail);
    expect(without.status).toBe(422);
    expect(without.body).toMatchObject({ errors: [{ path: 'revision' }] });
  });

  it('take fields of their own section only', async () => {
    const answer = await hr.post(at('mail')).send({
      senderName: '',
      senderAddress: '',
      registrationOpen: true,
      organization: 'x',
      revision: Number(await revision()),
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('registrationOpen');
  });

  it('add pasted holidays and take one away again', async () => {
    const wrong = await submit(hr, '/hr/settings/working-time/holidays', {
      lines: '2026-01-26 Republic Day\n2026-02-30 Never',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Line 2:');
    expect(wrong.text).toContain('2026-02-30 Never');
    const added = await submit(hr, '/hr/settings/working-time/holidays', {
      lines: '2026-08-15;Independence Day\r\n\r\n2026-01-26 Republic Day\r\n2026-10-02',
    });
    expect(added.status).toBe(303);
    expect((await now()).settings['holidays']).toEqual([
      { date: '2026-01-26', name: 'Republic Day' },
      { date: '2026-08-15', name: 'Independence Day' },
      { date: '2026-10-02', name: '' },
    ]);
    await submit(hr, '/hr/settings/working-time/holiday-removal', { date: '2026-10-02' });
    expect((await now()).settings['holidays']).toHaveLength(2);
    expect((await submit(hr, '/hr/settings/working-time/holiday-removal', { date: '2026-10-02' })).status).toBe(422);
    const flood = Array.from(
      { length: 500 },
      (_, index) =>
        `2${String(100 + Math.floor(index / 12)).padStart(3, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01 Day`,
    ).join('\n');
    const many = await submit(hr, '/hr/settings/working-time/holidays', { lines: flood });
    expect(many.status).toBe(422);
  });

  it('send a test mail in the name of the organization, once a minute', async () => {
    const mails = app.container.storage.connection.collection('mails');
    for (let press = 0; press < 3; press += 1) {
      expect((await submit(hr, '/hr/settings/mail/test')).status).toBe(303);
    }
    const sent = await mails.find({ key: /^test-/ }).toArray();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      to: { address: cast.people.hrAdmin.email },
      from: { name: 'People team', address: 'people@adventure-works.com' },
    });
  });

  it('take pages of what is switched off out of the navigation', async () => {
    const { features } = (await now()).settings as { features: Record<string, boolean> };
    const form = Object.fromEntries(
      Object.entries(features)
        .filter(([name, on]) => on && name !== 'absence')
        .map(([name]) => [name, 'true']),
    );
    const before = (await openPage(hr, '/hr/lists')).text;
    await submit(hr, at('features'), { ...form, revision: await revision() });
    expect((await now()).settings['features']).toMatchObject({ absence: false, rememberMe: true });
    const after = (await openPage(hr, '/hr/lists')).text;
    const inNavigation = (html: string) =>
      /<nav class="side"[\s\S]*?<\/nav>/.exec(html)?.[0].includes('/employee/absence') ?? false;
    expect(inNavigation(before)).toBe(true);
    expect(inNavigation(after)).toBe(false);
    await submit(hr, at('features'), { ...form, absence: 'true', revision: await revision() });
  });
});

describe('the logo', () => {
  const upload = async (content: Buffer, name: string) =>
    hr
      .post('/hr/settings/organization/logo')
      .set('Accept', 'application/json')
      .set('X-CSRF-Token', await formToken(hr))
      .attach('file', content, name);
  const kept = async () => {
    const files = await readdir(path.join(app.uploadsDir, 'logos'), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return files.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const gif = Buffer.from('GIF89a/*\u0001\u0000*/=1;alert(1)//', 'latin1');

  it.each<[string, Buffer, string, number]>([
    ['a drawing', svg, 'logo.svg', 415],
    ['a drawing called PNG', svg, 'logo.png', 415],
    ['a GIF that is a script', gif, 'logo.png', 415],
    ['a PDF', pdfFile(), 'logo.png', 415],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'logo.webp', 415],
    ['nothing', Buffer.alloc(0), 'logo.png', 422],
    ['512 kB and a byte', Buffer.concat([pngFile(10, 10), Buffer.alloc(512 * 1024)]), 'logo.png', 413],
    ['a pixel bomb', pngFile(50_000, 50_000), 'logo.png', 413],
    ['2001 pixels', pngFile(2001, 10), 'logo.png', 413],
    ['no pixels', pngFile(0, 10), 'logo.png', 415],
    ['a head without a body', pngFile(10, 10).subarray(0, 20), 'logo.png', 415],
    ['more than any upload may have', Buffer.alloc(5 * 1024 * 1024 + 1), 'logo.png', 413],
  ])('refuses %s and keeps nothing', async (_name, content, name, status) => {
    const answer = await upload(content, name);
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
    expect(await kept()).toEqual([]);
    expect((await now()).logo).toBeNull();
    expect((await hr.get('/organization/logo')).status).toBe(404);
  });

  it('is replaced and removed, shown to everybody of the organization and to nobody else', async () => {
    const first = pngFile(20, 10, 'first');
    expect((await upload(first, '../../evil.png')).status).toBe(201);
    const colleague = await cast.as('employee');
    const page = (await openPage(colleague, '/employee/dashboard')).text;
    const [, address = ''] = /class="top-logo" src="([^"]+)" alt="AdventureWorks[^"]*"/.exec(page) ?? [];
    expect(address).toMatch(/^\/organization\/logo\?v=[0-9a-f]{16}$/);
    const shown = await colleague.get(address).buffer(true);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(Buffer.compare(shown.body as Buffer, first)).toBe(0);
    expect((await colleague.get('/organization/logo')).headers['cache-control']).toBe('private, no-cache');
    const other = await createCast(app);
    expect((await (await other.as('hrAdmin')).get(address)).status).toBe(404);

    await upload(pngFile(20, 10, 'second'), 'logo.png');
    expect(await kept()).toHaveLength(1);
    expect((await submit(hr, '/hr/settings/organization/logo-removal')).status).toBe(303);
    expect(await kept()).toEqual([]);
    expect((await openPage(colleague, '/employee/dashboard')).text).not.toContain('top-logo');
  });

  it('shows the form again when a browser sends something else', async () => {
    const answer = await hr
      .post('/hr/settings/organization/logo')
      .set('Accept', BROWSER)
      .set('Sec-Fetch-Site', 'same-origin')
      .field('_csrf', await formToken(hr))
      .attach('file', svg, 'logo.svg');
    expect(answer.status).toBe(415);
    expect(answer.text).toContain('Only PNG, JPG and WEBP pictures are accepted');
    expect(problemsOfPage(answer.text)).toEqual([]);
  });
});

describe('lists over HTTP', () => {
  it('12: grade D2 removed while 5 people have it: refused saying 5', async () => {
    const have = (await cast.tenant.run(() => app.container.people.listUse('grades', 'D2'))).people;
    for (let count = have; count < 5; count += 1) await cast.tenant.person({ grade: 'D2' });
    const answer = await hr.post('/hr/lists').send({ list: 'grades', action: 'remove', value: 'D2' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'list.value_in_use', people: 5 });
    const page = await submit(hr, '/hr/lists', { list: 'grades', action: 'remove', value: 'D2' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('5 people have grade D2');
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it('are changed from the page without scripts, and a new grade can be given at once', async () => {
    expect((await submit(hr, '/hr/lists', { list: 'grades', action: 'add', value: 'E1' })).status).toBe(303);
    await cast.tenant.person({ grade: 'E1' });
    const { lists } = (await hr.get('/hr/lists').set('Accept', 'application/json')).body as {
      lists: { grades: { name: string; people: number }[]; locations: { name: string; us: boolean }[] };
    };
    expect(lists.grades.at(-1)).toMatchObject({ name: 'E1', people: 1 });
    expect(lists.locations[0]).toMatchObject({ name: 'US', us: true });
  });

  it.each([
    [{ list: 'grades', action: 'add', value: { $ne: null } }, 422],
    [{ list: 'salaries', action: 'add', value: 'x' }, 422],
    [{ list: '__proto__', action: 'add', value: 'x' }, 422],
    [{ list: 'grades', action: 'drop', value: 'A1' }, 422],
    [{ list: 'grades', action: 'add', value: 'x'.repeat(61) }, 422],
    [{ list: 'grades', action: 'rename', value: 'A1' }, 422],
    [{ list: 'levels', action: 'mark', value: 'Lead', us: true }, 422],
    [{ list: 'grades', action: 'remove', value: 'constructor' }, 404],
    [{ list: 'grades', action: 'add', value: 'F1', organization: 'x' }, 422],
  ])('refuse %j', async (body, status) => {
    const before = (await hr.get('/hr/lists').set('Accept', 'application/json')).body as unknown;
    expect((await hr.post('/hr/lists').send(body)).status).toBe(status);
    expect((await hr.get('/hr/lists').set('Accept', 'application/json')).body).toEqual(before);
  });
});
