import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, BROWSER, PASSWORD, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { newestCode, newestToken } from '../../support/asked-mails.js';
import { createCast, type Cast } from '../../support/cast.js';
import { startMailServer } from '../../support/mail-server.js';

const MEGABYTE = 'x'.repeat(1_048_576);
const FULL_WIDTH = '１２３４５６';

describe('hostile input at the door', () => {
  let app: TestApp;
  let cast: Cast;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app, { settings: { registrationOpen: true } });
  });
  afterAll(() => app.close());

  const post = (path: string, body: object) => anonymous(app).post(path).send(body);

  /** Everything that must not be touched by what is refused. */
  async function counts(): Promise<number[]> {
    const { connection } = app.container.storage;
    const names = [
      'outbox',
      'events',
      'mails',
      'account_asks',
      'code_flows',
      'access_links',
      'registrations',
      'entries',
    ];
    const found = [];
    for (const name of names) found.push(await connection.collection(name).countDocuments({}));
    return found;
  }

  async function refusedAndUntouched(send: () => Promise<Answer>, statuses: readonly number[]): Promise<Answer> {
    const before = await counts();
    const start = performance.now();
    const answer = await send();
    expect(performance.now() - start).toBeLessThan(3000);
    expect(statuses).toContain(answer.status);
    expect(answer.text).not.toMatch(/node_modules|mongoose|zod| at \/|MongoServerError/i);
    expect(await counts()).toEqual(before);
    return answer;
  }

  const EMAILS: readonly unknown[] = [
    ...[{ $ne: null }, { $gt: '' }, ['a@b.com'], ['a@b.com', 'c@d.com'], 5, true, null, ''],
    ...['no address', 'guy@localhost', 'guy\u0000@bikes.com', 'guy@bikes.com\r\nBcc: all@bikes.com', 'güy@bikes.com'],
    ...['ｇuy@bikes.com', `${'a'.repeat(300)}@bikes.com`, '{"$ne":null}'],
  ];

  test.each(EMAILS.map((email) => [JSON.stringify(email).slice(0, 40), email]))(
    'the e-mail address %s is refused at the field everywhere',
    async (_name, email) => {
      for (const [path, more] of [
        ['/auth/login', {}],
        ['/auth/forgot-password', {}],
        ['/auth/register', { name: 'Guy Gilbert' }],
      ] as const) {
        const answer = await refusedAndUntouched(() => post(path, { email, ...more }), [422]);
        expect(JSON.stringify((answer.body as { errors: unknown }).errors)).toContain('"path":"email"');
      }
    },
  );

  const CODES: readonly unknown[] = [
    ...[
      { $ne: null },
      ['123456'],
      123456,
      true,
      null,
      '',
      '12345',
      '1234567',
      FULL_WIDTH,
      '12345\u0000',
      '\u0000123456',
    ],
    ...['１23456', '٣٤٥٦٧٨', '1e5000', '+12345', '-12345', '12345\n', ' 12345', '0x1234', MEGABYTE.slice(0, 5000)],
  ];

  test.each(CODES.map((code) => [JSON.stringify(code).slice(0, 40), code]))(
    'the code %s is refused',
    async (_name, code) => {
      const { flowId } = (await post('/auth/login', { email: 'hostile@bikes.com' })).body as { flowId?: string };
      const answer = await refusedAndUntouched(() => post('/auth/verify-otp', { flowId: flowId ?? 'x', code }), [422]);
      expect((answer.body as { errors: { path: string }[] }).errors[0]?.path).toBe('code');
    },
  );

  test('a code of malformed digits does not count as a try', async () => {
    const { email } = cast.people.employee;
    const { flowId } = (await post('/auth/login', { email })).body as { flowId: string };
    const code = await newestCode(app, email);
    for (let attempt = 0; attempt < 6; attempt += 1) await post('/auth/verify-otp', { flowId, code: FULL_WIDTH });
    expect((await post('/auth/verify-otp', { flowId, code })).status).toBe(200);
  });

  test.each([
    ['flowId', '/auth/verify-otp', { code: '123456' }],
    ['token', '/auth/reset-password', { password: PASSWORD }],
  ] as const)('%s as operator, array, number or endless text is refused', async (field, path, rest) => {
    for (const value of [{ $ne: null }, ['x'], 5, null, '', 'x'.repeat(5000)]) {
      await refusedAndUntouched(() => post(path, { ...rest, [field]: value }), [422]);
    }
    const unknown = await refusedAndUntouched(() => post(path, { ...rest, [field]: 'a'.repeat(43) }), [401, 422]);
    expect(unknown.status).toBe(field === 'flowId' ? 401 : 422);
  });

  test('a password as operator, array, number, a megabyte or 257 characters is refused, and the link stays good', async () => {
    const { email } = cast.people.colleague;
    await post('/auth/forgot-password', { email });
    const token = await newestToken(app, email);
    for (const password of [{ $ne: null }, [PASSWORD], 12345678, true, null, 'x'.repeat(257)]) {
      await refusedAndUntouched(() => post('/auth/reset-password', { token, password }), [422]);
    }
    await refusedAndUntouched(() => post('/auth/reset-password', { token, password: MEGABYTE }), [413]);
    expect((await post('/auth/reset-password', { token, password: 'Quiet-mountains-2031' })).status).toBe(200);
  });

  test('forms with operators in their names, doubled fields and fields nobody asked for are refused', async () => {
    const form = (path: string, body: string) =>
      anonymous(app).post(path).set('Accept', 'application/json').type('form').send(body);
    for (const body of [
      'email[$gt]=&method=code',
      'email=a%40b.com&email=c%40d.com&method=code',
      'email=a%40b.com&$where=1',
    ]) {
      await refusedAndUntouched(() => form('/auth/login', body), [422]);
      await refusedAndUntouched(() => form('/auth/forgot-password', body.replace('&method=code', '')), [422]);
    }
    await refusedAndUntouched(
      () => post('/auth/register', { name: 'Guy', email: 'guy@bikes.com', status: 'activated', grants: ['hr'] }),
      [422],
    );
  });

  test('a form of another site is refused', async () => {
    for (const [path, fields] of [
      ['/auth/login', { email: 'guy@bikes.com', method: 'code' }],
      ['/auth/forgot-password', { email: 'guy@bikes.com' }],
      ['/auth/register', { name: 'Guy', email: 'guy@bikes.com' }],
      ['/auth/verify-otp', { flowId: 'x', code: '123456' }],
      ['/auth/reset-password', { token: 'x', password: PASSWORD }],
    ] as const) {
      for (const header of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }]) {
        const send = () => anonymous(app).post(path).set(header).set('Accept', BROWSER).type('form').send(fields);
        await refusedAndUntouched(() => send(), [403]);
      }
    }
  });

  test('strange addresses of pages stay pages of ours', async () => {
    for (const address of [
      '/auth/reset-password?token[$ne]=x',
      '/auth/reset-password?token=a&token=b',
      `/auth/reset-password?token=${'x'.repeat(500)}`,
      '/auth/verify-otp?flow[]=x',
      '/auth/forgot-password?sent=%00',
      '/auth/register?organization[$ne]=x',
    ]) {
      const answer = await refusedAndUntouched(() => anonymous(app).get(address).set('Accept', BROWSER), [200, 422]);
      expect(answer.type).toBe('text/html');
    }
    const next = await anonymous(app).get('/auth/verify-otp?flow=x&next=//evil.example').set('Accept', BROWSER);
    expect(next.text).not.toContain('evil.example');
    const typed = await anonymous(app).get('/auth/verify-otp?flow=%22%3E%3Cscript%3E').set('Accept', BROWSER);
    expect(typed.text).not.toContain('"><script>');
  });

  test('names with line breaks write no header of a mail, and markup stays text', async () => {
    for (const name of ['Guy\r\nBcc: all@bikes.com', 'Guy\nGilbert', 'Guy\u2028Gilbert', 'Guy\u0000']) {
      await refusedAndUntouched(() => post('/auth/register', { name, email: 'lines@bikes.com' }), [422]);
    }
  });
});

describe('mails that are really sent', () => {
  test('a code, a link and an invitation arrive at a mail server, each once and in two forms', async () => {
    const server = await startMailServer();
    const app = await openTestApp({ smtpUrl: server.url });
    try {
      const tenant = await app.tenant({ name: 'Adventure\u00a0"Works", <Ltd>' });
      const person = await tenant.person({ name: 'Jossef "Joe" <Goldberg>', email: 'jossef@adventure-works.com' });
      await app.settle();
      await anonymous(app).post('/auth/login').send({ email: person.email });
      await anonymous(app).post('/auth/forgot-password').send({ email: person.email });
      await app.container.people.access.asks.run();
      await app.container.mailer.drain();
      await app.container.mailer.drain();
      expect(server.mails.map(({ subject }) => subject).sort()).toEqual([
        'Choose a new password',
        'Welcome to Prowess Points of Adventure\u00a0"Works", <Ltd>',
        'Your code to sign in',
      ]);
      for (const mail of server.mails) {
        expect(mail.to).toEqual([{ name: 'Jossef "Joe" <Goldberg>', address: person.email }]);
        expect(mail.bcc).toBeUndefined();
        expect(mail.text).toContain('Hello Jossef "Joe" <Goldberg>,');
        expect(mail.html).toContain('Jossef &#34;Joe&#34; &lt;Goldberg&gt;');
        expect(mail.html).not.toContain('<Goldberg>');
      }
      // What was sent is not kept.
      const kept = await app.container.storage.connection.collection('mails').find({}).toArray();
      expect(kept.map(({ text, html }) => [text, html] as unknown[])).toEqual(kept.map(() => ['', '']));
    } finally {
      await app.close();
      await server.stop();
    }
  });
});
