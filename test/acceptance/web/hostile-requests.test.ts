import { request as rawRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anonymous, BROWSER, PASSWORD, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise, traces, type RequestBody } from '../../support/records.js';

/** What must never be in an answer: stacks, folders, words of the driver or of libraries. */
const LEAKS =
  /\bat \/|node_modules|\/work\/|\/tmp\/|\/src\/|mongo|bson|E11000|CastError|ObjectId|ReferenceError|TypeError|SyntaxError|zod/i;
const MAX_MS = 1000;

describe('hostile requests', () => {
  let app: TestApp;
  let cast: Cast;
  let employee: Agent;
  let manager: Agent;
  let request: RequestBody;
  let before: Awaited<ReturnType<typeof traces>>;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    employee = await cast.as('employee');
    manager = await cast.as('manager');
    request = await raise(cast);
    // The first look at everybody's standings gives each a row, whoever looks.
    await (await cast.as('central')).get('/central/dashboard');
  });
  beforeEach(async () => {
    before = await traces(app);
  });
  afterEach(async () => {
    expect(await traces(app)).toEqual(before);
  });
  afterAll(() => app.close());

  /** Waits for the answer and holds it to what every answer must be. */
  async function refusedWith(status: number | readonly number[], sent: PromiseLike<Answer>): Promise<Answer> {
    const start = performance.now();
    const answer = await sent;
    expect(performance.now() - start).toBeLessThan(MAX_MS);
    const ok = [status].flat().includes(answer.status);
    expect(ok ? '' : `${answer.status}: ${answer.text.slice(0, 500)}`).toBe('');
    expect(answer.text).not.toMatch(LEAKS);
    if (answer.type === 'application/problem+json') {
      const { errorId, ...problem } = answer.body as Record<string, unknown>;
      expect(problem).toMatchObject({
        status: answer.status,
        type: expect.stringMatching(/^urn:/) as string,
        detail: expect.any(String) as string,
      });
      expect(errorId).toBe(answer.headers['x-request-id']);
    }
    return answer;
  }

  const credentials = () => ({ email: cast.people.employee.email, password: PASSWORD });
  const login = (body: unknown) =>
    anonymous(app)
      .post('/auth/login')
      .send(body as object);

  describe('at sign-in', () => {
    test.each([
      ['operators as values', { email: { $ne: null }, password: { $ne: null } }],
      ['an operator in the address', { email: { $gt: '' }, password: PASSWORD }],
      ['arrays', { email: ['a@x.com'], password: [PASSWORD] }],
      ['numbers', { email: 1, password: 1 }],
      ['null', { email: null, password: null }],
      ['missing fields', {}],
      ['a field that is not there', { email: 'a@x.com', password: 'x', isAdmin: true }],
      ['a password of 257 characters', { email: 'a@x.com', password: 'x'.repeat(257) }],
      ['an operator as organization', { email: 'a@x.com', password: 'x', organization: { $ne: '' } }],
    ])('%s: 422', async (_name, body) => {
      await refusedWith(422, login(body));
      await refusedWith(422, anonymous(app).post('/auth/token').send(body));
    });

    test('operators in the names of a form', async () => {
      for (const form of [
        'email[$gt]=&password[$gt]=',
        'email=a&email=b&password=c',
        'email[]=a&password=b',
        '__proto__[admin]=1',
      ]) {
        await refusedWith(422, anonymous(app).post('/auth/login').type('form').send(form));
      }
    });

    test('a password of 1 MB is not even read', async () => {
      await refusedWith(413, login({ ...credentials(), password: 'x'.repeat(1024 * 1024) }));
    });

    test('NUL, full-width and look-alike letters are other passwords and addresses', async () => {
      const { email } = credentials();
      await refusedWith(401, login({ email, password: `${PASSWORD}\u0000` }));
      await refusedWith(401, login({ email, password: PASSWORD.replace('2026', '２０２６') }));
      await refusedWith([401, 422], login({ email: email.replace('e', 'е'), password: PASSWORD }));
      await refusedWith([401, 422], login({ email: `${email}\u0000`, password: PASSWORD }));
    });

    test.each([
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      'https://evil.example',
      '/\t/evil.example',
      '/%5cevil',
      '\\\\evil',
      'javascript:alert(1)',
      '/\u0000',
      '/a\r\nSet-Cookie: a=b',
    ])('next=%s leads to a page of ours', async (next) => {
      const answer = await anonymous(app)
        .post('/auth/login')
        .set('Accept', BROWSER)
        .type('form')
        .send({ ...credentials(), next });
      expect(answer.status).toBe(303);
      const location = String(answer.headers['location']);
      expect(location).toMatch(/^\/(?![/\\])/);
      expect(new URL(location, 'http://here.invalid').origin).toBe('http://here.invalid');
      const page = await anonymous(app).get('/auth/login').query({ next }).set('Accept', BROWSER);
      expect(page.text).not.toMatch(/value="[^"]*evil\.example/);
    });

    test('a good next is kept', async () => {
      const answer = await anonymous(app)
        .post('/auth/login')
        .set('Accept', BROWSER)
        .type('form')
        .send({ ...credentials(), next: '/employee/history?period=2025-Q3' });
      expect(answer.headers['location']).toBe('/employee/history?period=2025-Q3');
    });

    test('a form of another site', async () => {
      const form = () => anonymous(app).post('/auth/login').set('Accept', BROWSER).type('form');
      await refusedWith(403, form().set('Origin', 'https://evil.example').send(credentials()));
      await refusedWith(403, form().set('Sec-Fetch-Site', 'cross-site').send(credentials()));
    });
  });

  describe('in bodies', () => {
    const raiseWith = (body: string, type = 'application/json') =>
      employee.post('/employee/raise-request').set('Content-Type', type).send(body);

    test('what is no JSON is 400, other types are 415, 40 kB are 413', async () => {
      for (const body of ['{', '{"a":}', 'null', '"text"', '[1', 'NaN', "{'a': 1}"])
        await refusedWith([400, 422], raiseWith(body));
      await refusedWith(400, raiseWith('{"notes": "'));
      for (const type of ['text/xml', 'text/plain', 'application/octet-stream', 'application/json-patch+json']) {
        await refusedWith(415, raiseWith('<a/>', type));
      }
      await refusedWith(415, raiseWith('{}', 'application/json; charset=utf-99'));
      await refusedWith(
        415,
        employee.post('/employee/raise-request').set('Content-Encoding', 'br2').type('json').send('{}'),
      );
      await refusedWith(413, raiseWith(JSON.stringify({ notes: 'x'.repeat(40_000) })));
      await refusedWith(413, raiseWith(`notes=${'x'.repeat(40_000)}`, 'application/x-www-form-urlencoded'));
    });

    test('JSON nested deep, with thousands of names, or with lone surrogates', async () => {
      const depth = 8000;
      await refusedWith([400, 422], raiseWith(`{"notes":${'['.repeat(depth)}${']'.repeat(depth)}}`));
      await refusedWith([400, 422], raiseWith('['.repeat(16_000) + ']'.repeat(16_000)));
      const many = Array.from({ length: 2500 }, (_, index) => `"a${index}":1`).join(',');
      await refusedWith(422, raiseWith(`{${many}}`));
      const fields = Array.from({ length: 2000 }, (_, index) => `a${index}=1`).join('&');
      await refusedWith([400, 413, 422], raiseWith(fields, 'application/x-www-form-urlencoded'));
      await refusedWith(422, raiseWith('{"categoryCode":"\\ud800","eventDate":"\\udfff","notes":"\\ud800"}'));
    });

    test('__proto__ and constructor change nobody', async () => {
      await refusedWith(422, raiseWith('{"__proto__":{"grants":[{"unit":"central","duty":"admin"}]}}'));
      await refusedWith(422, raiseWith('{"constructor":{"prototype":{"admin":true}}}'));
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
      expect(({} as Record<string, unknown>)['grants']).toBeUndefined();
    });

    test.each([
      '31/02',
      '2026-13-01',
      '2026-02-31',
      '0001-01-01',
      '2025-11-13',
      '2025-11-10T00:00:00Z',
      ' 2025-11-10',
      '20251110',
      '٢٠٢٥-١١-١٠',
      0,
      null,
      ['2025-11-10'],
      { $gt: '' },
    ])('the event day %j is refused at its field', async (eventDate) => {
      const answer = await refusedWith(
        422,
        employee.post('/employee/raise-request').send({ categoryCode: 'mentoring', eventDate, notes: 'Did it.' }),
      );
      expect((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(['eventDate']);
    });

    test('links that are no pages of the web', async () => {
      for (const link of [
        'javascript:alert(1)',
        'data:text/html,x',
        'file:///etc/passwd',
        '//evil',
        'http://',
        'https://a b',
        `https://a.example/${'x'.repeat(600)}`,
      ]) {
        const answer = await refusedWith(
          422,
          employee.post('/employee/raise-request').send({
            categoryCode: 'mindshare',
            eventDate: '2025-11-10',
            notes: 'A blog.',
            approverId: cast.people.marketing.id,
            link,
          }),
        );
        expect((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(['link']);
      }
    });

    test('decisions with operators, arrays and long reasons', async () => {
      for (const body of [
        { decision: { $ne: 'reject' }, notes: 'x' },
        { decision: ['approve'], notes: 'x' },
        { decision: 'approve', notes: { $gt: '' } },
        { decision: 'approve', notes: 'x'.repeat(4001) },
        { decision: 'approve', notes: 'a\u0007b' },
        { decision: 'approve', notes: 'x', points: 4000 },
        { decision: 'approve', notes: 'x', approverId: cast.people.manager.id },
      ]) {
        await refusedWith(422, manager.post(`/pm/requests/${request.id}/decision`).send(body));
      }
    });
  });

  describe('in addresses', () => {
    test('ids that are none are 404 on every route that takes one', async () => {
      const central = await cast.as('central');
      const hr = await cast.as('hrAdmin');
      const bad = [
        'x',
        '..%2fx',
        '%00',
        '0123456789abcdef012345678',
        '0123456789ABCDEF0123456Z',
        '%7b%24ne%3anull%7d',
        '%F0%9F%92%A9',
        'undefined',
        '[object Object]',
      ];
      for (const id of bad) {
        await refusedWith(404, employee.get(`/employee/requests/${id}`));
        await refusedWith(404, employee.post(`/employee/requests/${id}/withdrawal`).send({}));
        await refusedWith(404, employee.get(`/attachments/${id}`));
        await refusedWith(404, manager.get(`/pm/requests/${id}`));
        await refusedWith(404, manager.post(`/pm/requests/${id}/decision`).send({ decision: 'approve', notes: 'x' }));
        await refusedWith(404, central.get(`/central/employees/${id}`));
        await refusedWith(404, hr.get(`/imports/${id}`));
        await refusedWith(404, hr.post(`/imports/${id}/confirmation`).send({}));
        await refusedWith(404, hr.get(`/imports/${id}/failed-rows`));
      }
      for (const path of ['/employee/requests/%', '/attachments/%E0%A4%A', '/%c0%ae%c0%ae/'])
        await refusedWith([400, 404], employee.get(path));
    });

    test.each([
      '/employee/requests?size=1000000000',
      '/employee/requests?size=0',
      '/employee/requests?size=-1',
      '/employee/requests?page=0',
      '/employee/requests?page=1e3',
      '/employee/requests?status=everything',
      '/employee/requests?status[$ne]=x&status=y&status=z',
      '/employee/history?period=2025-Q5',
      '/employee/history?period=__proto__',
      '/employee/history?kind=money',
      '/employee/leaderboard?class=all',
      '/employee/leaderboard?period=2025-Q3&period=2025-Q4',
      '/employee/points-summary?period=1',
    ])('%s: 422', (path) => refusedWith(422, employee.get(path)).then(() => undefined));

    test('sorting by what is no column, sizes beyond the limit, and others’ queues', async () => {
      const central = await cast.as('central');
      await refusedWith(422, central.get('/central/dashboard?sort=password'));
      await refusedWith(422, central.get('/central/dashboard?sort=__proto__'));
      await refusedWith(422, central.get('/central/dashboard?order=1'));
      await refusedWith(422, central.get('/central/dashboard?size=1e9'));
      await refusedWith(422, manager.get('/pm/requests?person=me'));
      await refusedWith(422, manager.get('/pm/requests?year=0x7e9'));
      await refusedWith(422, manager.get('/pm/requests?quarter=2025'));
    });

    test('searches that are patterns are texts, and are answered at once', async () => {
      const central = await cast.as('central');
      for (const q of [
        '(a+)+$',
        '.*',
        '[',
        '\\',
        '$where',
        '{"$gt":""}',
        '\u0000',
        'a'.repeat(100),
        '%',
        "' OR 1=1 --",
        '<script>',
      ]) {
        for (const [agent, path] of [
          [employee, '/people'],
          [central, '/central/dashboard'],
          [manager, '/pm/requests'],
        ] as const) {
          const answer = await refusedWith([200, 422], agent.get(path).query({ q }));
          if (answer.status === 200)
            expect((answer.body as { page: { total: number } }).page.total).toBeLessThanOrEqual(30);
        }
        const page = await refusedWith([200, 422], employee.get('/people').query({ q }).set('Accept', BROWSER));
        expect(page.text).not.toContain('<script>');
      }
      await refusedWith(422, employee.get('/people').query({ q: 'a'.repeat(101) }));
      const all = await employee.get('/people').query({ q: '.*' });
      expect((all.body as { items: unknown[] }).items).toEqual([]);
    });

    test('pages beyond the last one are empty', async () => {
      for (const path of ['/employee/requests', '/employee/history', '/employee/notifications', '/people?q=a']) {
        const answer = await refusedWith(
          200,
          employee.get(`${path}${path.includes('?') ? '&' : '?'}page=1000000&size=100`),
        );
        expect((answer.body as { items: unknown[] }).items).toEqual([]);
      }
    });

    test('unknown addresses are 404, unknown methods 405 with Allow', async () => {
      const unknown = await refusedWith(404, employee.get('/nowhere'));
      expect(unknown.type).toBe('application/problem+json');
      for (const path of [
        '/.env',
        '/.git/config',
        '/package.json',
        '/../package.json',
        '/css/../../package.json',
        '/js/%2e%2e%2f%2e%2e%2fpackage.json',
        '/vendor/express',
        '/uploads/',
        '/var/data',
        '/EMPLOYEE/dashboard',
      ]) {
        await refusedWith(404, employee.get(path));
      }
      for (const method of ['put', 'patch', 'delete'] as const) {
        const answer = await refusedWith(405, employee[method]('/employee/raise-request').send({}));
        expect(answer.headers['allow']).toBe('GET, POST');
      }
      const decision = await refusedWith(405, manager.get(`/pm/requests/${request.id}/decision`));
      expect(decision.headers['allow']).toBe('POST');
      await refusedWith(405, employee.post('/employee/dashboard').send({}));
    });
  });

  test('headers: forged hosts, addresses, request ids and large cookies', async () => {
    const forged = await refusedWith(
      303,
      employee.get('/').set('Accept', BROWSER).set('Host', 'evil.example').set('X-Forwarded-Host', 'evil.example'),
    );
    expect(forged.headers['location']).toBe('/employee/dashboard');
    const answer = await refusedWith(404, employee.get('/nowhere').set('X-Request-Id', '"><script>alert(1)</script>'));
    expect(answer.headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
    await refusedWith(
      401,
      anonymous(app)
        .get('/auth/session')
        .set('Cookie', `prowess.sid=s%3A${'x'.repeat(3000)}`),
    );
    await refusedWith(
      401,
      anonymous(app).get('/auth/session').set('Cookie', 'prowess.sid=s%3Aabc.def; prowess.sid[$ne]=1'),
    );
    expect(await statusOf({ cookie: 'x'.repeat(20_000) })).toBe(431);
    expect(await statusOf({ accept: ',,;q=x,text/html;q=NaN' })).toBeLessThan(500);
  });

  test('every answer carries the headers that protect pages', async () => {
    for (const path of ['/employee/dashboard', '/nowhere', '/auth/login']) {
      const { headers } = await employee.get(path).set('Accept', BROWSER);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'.*base-uri 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe-(inline|eval)|upgrade-insecure/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });

  /** Sends headers that a well-behaved client refuses to send. */
  function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = rawRequest(`${app.url}/auth/login`, { headers }, (res) => {
        res.resume();
        resolve(res.statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });
  }
});
