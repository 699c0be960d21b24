import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { account, BROWSER, formToken, signIn, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { pdf, raise, traces, upload } from '../../support/records.js';
import { WORLD_START } from '../../support/world.js';

interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

interface Option {
  readonly code: string;
  readonly eligible: boolean;
  readonly points: number;
  readonly reason?: string;
  readonly approvers: readonly { readonly id: string }[];
}

describe('raising a request over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let employee: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    employee = await cast.as('employee');
  });
  afterEach(() => app.clock.set(WORLD_START));
  afterAll(() => app.close());

  const claim = (overrides: Readonly<Record<string, unknown>> = {}) => ({
    categoryCode: 'initiative_ai',
    eventDate: '2025-11-10',
    notes: 'Showed the team how to review with an assistant.',
    ...overrides,
  });
  const post = (agent: Agent, overrides: Readonly<Record<string, unknown>> = {}) =>
    agent.post('/employee/raise-request').send(claim(overrides));

  async function optionOf(agent: Agent, code: string): Promise<Option | undefined> {
    const { body } = await agent.get('/employee/raise-request');
    return (body as { categories: Option[] }).categories.find((option) => option.code === code);
  }

  function expectRefused(answer: Answer, status: number, path: string, message: string | RegExp): void {
    expect(answer.type).toBe('application/problem+json');
    const { errors, detail } = answer.body as ProblemBody;
    expect({ status: answer.status, paths: errors.map((error) => error.path), detail }).toMatchObject({
      status,
      paths: [path],
    });
    expect(errors[0]?.message).toMatch(message);
  }

  test('answers 201 with the shape that clients rely on', async () => {
    const answer = await post(employee, { eventDate: '2025-11-03' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      request: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
        status: 'pending',
        points: 250,
        category: { code: 'initiative_ai', unit: 'pm' },
        eventDate: '2025-11-03',
        period: '2025-Q3',
        approver: { id: cast.people.manager.id, name: cast.people.manager.name },
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain(cast.tenant.organization.id);
  });

  test('acceptance 13: the value of the grade counts, frozen until the approval', async () => {
    const { tenant, people } = cast;
    await tenant.run(() =>
      app.container.catalog.revise(tenant.system, 'initiative_ai', { baseValue: 100, gradeValues: { C1: 250 } }),
    );
    const d2 = await signIn(app, await account(app, tenant, { grade: 'D2', managerId: people.manager.id }));
    expect((await optionOf(employee, 'initiative_ai'))?.points).toBe(250);
    expect((await post(d2)).body).toMatchObject({ request: { points: 100 } });
    const request = await raise(cast);
    expect(request.points).toBe(250);
    await tenant.run(() => app.container.catalog.revise(tenant.system, 'initiative_ai', { gradeValues: { C1: 300 } }));
    const manager = await cast.as('manager');
    await manager.post(`/pm/requests/${request.id}/decision`).send({ decision: 'approve', notes: 'Useful.' });
    const { body } = await employee.get('/employee/history?status=credited');
    expect((body as { items: unknown[] }).items).toMatchObject([{ points: 250, categoryCode: 'initiative_ai' }]);
  });

  test('acceptance 14: a grade that earns nothing is not eligible; C1 gets 500 for end to end', async () => {
    const { tenant, people } = cast;
    const a1 = await signIn(app, await account(app, tenant, { grade: 'A1', managerId: people.manager.id }));
    const b2 = await signIn(app, await account(app, tenant, { grade: 'B2' }));
    const before = await traces(app);
    expectRefused(await post(a1, { categoryCode: 'mentoring' }), 422, 'categoryCode', /not eligible/);
    const presales = { categoryCode: 'presales_e2e', approverId: people.presales.id };
    expectRefused(await post(b2, presales), 422, 'categoryCode', /not eligible/);
    expect(await traces(app)).toEqual(before);
    expect(await optionOf(b2, 'presales_e2e')).toMatchObject({
      eligible: false,
      points: 0,
      reason: expect.any(String) as string,
    });
    expect((await post(employee, presales)).body).toMatchObject({ request: { points: 500 } });
  });

  test('acceptance 15: the manager decides and there is no choice; without one the reason is said', async () => {
    const { tenant, people } = cast;
    expect((await optionOf(employee, 'mentoring'))?.approvers).toEqual([
      { id: people.manager.id, name: people.manager.name },
    ]);
    expectRefused(await post(employee, { approverId: people.otherManager.id }), 422, 'approverId', /no choice/);
    const alone = await signIn(app, await account(app, tenant));
    expectRefused(await post(alone), 422, 'approverId', /no manager/);
    expect(await optionOf(alone, 'mentoring')).toMatchObject({
      eligible: false,
      approvers: [],
      reason: expect.stringContaining('no manager') as string,
    });
    const leaving = await account(app, tenant, { grants: ['pm'], grade: 'D1', exitDate: '2025-11-20' });
    const left = await account(app, tenant, { managerId: leaving.id });
    app.clock.set('2025-11-21T06:00:00Z');
    expectRefused(await post(await signIn(app, left)), 422, 'approverId', /no longer active/);
  });

  test('16: who may not decide is not offered, and refused when posted', async () => {
    const { tenant, people } = cast;
    const self = await account(app, tenant, { grade: 'C1', grants: ['presales'] });
    const junior = await account(app, tenant, { grade: 'B1', grants: ['presales'] });
    const gone = await account(app, tenant, { grade: 'D1', grants: ['presales'], exitDate: '2025-11-11' });
    const agent = await signIn(app, self);
    const offered = (await optionOf(agent, 'presales_rfp'))?.approvers.map(({ id }) => id);
    expect([...(offered ?? [])].sort()).toEqual([people.presales.id, people.presalesOther.id].sort());
    for (const { id } of [self, junior, gone, people.marketing]) {
      expectRefused(
        await post(agent, { categoryCode: 'presales_rfp', approverId: id }),
        422,
        'approverId',
        /cannot decide/,
      );
    }
    expectRefused(await post(agent, { categoryCode: 'presales_rfp' }), 422, 'approverId', /Choose who decides/);
  });

  describe('17: refused at the field, nothing stored', () => {
    const refusals: readonly [name: string, Readonly<Record<string, unknown>>, path: string, message: RegExp][] = [
      ['an unknown category', { categoryCode: 'nothing_of_ours' }, 'categoryCode', /no category/],
      ['an award-only category', { categoryCode: 'market_impact' }, 'categoryCode', /no category/],
      ['an inactive category', { categoryCode: 'presales_adhoc' }, 'categoryCode', /no category/],
      ['empty notes', { notes: '  \n ' }, 'notes', /Say what you did/],
      ['notes of 100 kB', { notes: 'x'.repeat(4001) }, 'notes', /At most 4000/],
      ['notes with control characters', { notes: 'a\u0000b' }, 'notes', /cannot be shown/],
      ['an event tomorrow', { eventDate: '2025-11-13' }, 'eventDate', /future/],
      ['an event 91 days ago', { eventDate: '2025-08-13' }, 'eventDate', /too long ago/],
      ['a day that does not exist', { eventDate: '2026-02-31' }, 'eventDate', /exists|YYYY-MM-DD/],
      ['required evidence that is missing', { categoryCode: 'value_add' }, 'attachmentIds', /needs evidence/],
      ['evidence of somebody else', { attachmentIds: ['0123456789abcdef01234567'] }, 'attachmentIds', /./],
    ];
    beforeAll(() =>
      cast.tenant.run(() => app.container.catalog.setStatus(cast.tenant.system, 'presales_adhoc', 'inactive')),
    );

    test.each(refusals)('%s', async (_name, overrides, path, message) => {
      const fields: Record<string, unknown> = {
        ...(overrides['categoryCode'] === 'value_add' && { approverId: cast.people.pmarch.id }),
        acknowledgeDuplicate: true,
        ...overrides,
      };
      const before = await traces(app);
      expectRefused(await post(employee, fields), 422, path, message);

      const form = Object.fromEntries(Object.entries(claim(fields)).map(([key, value]) => [key, String(value)]));
      const page = await submit(employee, '/employee/raise-request', form);
      expect(page.status).toBe(422);
      expect(page.text).toMatch(new RegExp(`id="[^"]*${path}[^"]*-error"`));
      expect(page.text).toMatch(message);
      if (path !== 'notes') expect(page.text).toContain('Showed the team how to review with an assistant.');
      if (path !== 'eventDate') expect(page.text).toContain('value="2025-11-10"');
      expect(await traces(app)).toEqual(before);
    });

    test('the 90th day back is the last one', async () => {
      expect((await post(employee, { eventDate: '2025-08-14' })).status).toBe(201);
    });

    async function formWithFile(content: Buffer, name: string): Promise<Answer> {
      const request = employee
        .post('/employee/raise-request')
        .set('Accept', BROWSER)
        .field('_csrf', await formToken(employee));
      for (const [field, value] of Object.entries(claim({ eventDate: '2025-10-15' })))
        void request.field(field, String(value));
      return request.attach('file', content, name);
    }

    test.each([
      ['.exe', Buffer.from('MZ\u0090\u0000 this program cannot be run'), 'tool.exe', 415],
      ['5 MB + 1 byte', Buffer.concat([pdf(), Buffer.alloc(5 * 1024 * 1024 + 1 - pdf().length)]), 'large.pdf', 413],
    ])('a file of %s, input kept', async (_name, content, name, status) => {
      const before = await traces(app);
      const page = await formWithFile(content, name);
      expect(page.status).toBe(status);
      expect(page.text).toContain('Showed the team how to review with an assistant.');
      expect(page.text).toContain('value="2025-10-15"');
      expect(page.text).toMatch(status === 415 ? /Only PDF, DOCX/ : /at most 5 MB/);
      expect(await traces(app)).toEqual(before);
    });

    test('a good file inside the form is evidence of the request', async () => {
      const sent = await formWithFile(pdf('inside the form'), 'proof.pdf');
      expect(sent.status).toBe(303);
      const { body } = await employee.get('/employee/requests?status=pending');
      expect((body as { items: { attachments: unknown[] }[] }).items[0]?.attachments).toMatchObject([
        { name: 'proof.pdf', type: 'application/pdf' },
      ]);
    });
  });

  test('19: a duplicate is 409 with the list, and goes through when acknowledged', async () => {
    const first = (await post(employee, { eventDate: '2025-10-01' })).body as {
      request: { id: string; points: number };
    };
    const again = await post(employee, { eventDate: '2025-10-01' });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      code: 'request.duplicate',
      duplicates: [{ id: first.request.id, status: 'pending', eventDate: '2025-10-01', points: first.request.points }],
    });
    const form = Object.fromEntries(Object.entries(claim({ eventDate: '2025-10-01' })));
    const page = await submit(employee, '/employee/raise-request', form);
    expect(page.status).toBe(409);
    expect(page.text).toContain('name="acknowledgeDuplicate"');
    expect(page.text).toContain('Showed the team how to review with an assistant.');
    const sent = await submit(employee, '/employee/raise-request', {
      ...(form as Record<string, string>),
      acknowledgeDuplicate: 'true',
    });
    expect(sent.status).toBe(303);
    const manager = await cast.as('manager');
    const { body } = await manager.get('/pm/requests?size=100');
    const marked = (body as { items: { duplicateAcknowledged: boolean; eventDate: string }[] }).items.filter(
      (item) => item.duplicateAcknowledged,
    );
    expect(marked).toMatchObject([{ eventDate: '2025-10-01' }]);
  });

  test('19: the decider sees where the same file was used, the owner does not', async () => {
    const theirName = 'Roberto Tamburello';
    const colleague = await signIn(
      app,
      await account(app, cast.tenant, { name: theirName, managerId: cast.people.manager.id }),
    );
    const theirs = await upload(colleague, pdf('shared by two'));
    expect((await post(colleague, { attachmentIds: [theirs] })).status).toBe(201);
    const own = await upload(employee, pdf('shared by two'));
    const request = await raise(cast, 'pm', { attachmentIds: [own], eventDate: '2025-10-02' });
    const manager = await cast.as('manager');
    const page = await manager.get(`/pm/requests/${request.id}`).set('Accept', BROWSER);
    expect(page.text).toContain(`${theirName}, Initiative`);
    const ownPage = await employee.get(`/employee/requests/${request.id}`).set('Accept', BROWSER);
    expect(ownPage.text).not.toContain(theirName);
  });

  test.each([
    'points',
    'status',
    'personId',
    'grade',
    'organization',
    'organizationId',
    'value',
    'kind',
    'proposerId',
    '_id',
    '__proto__',
  ])('acceptance 20: a body that names %s is refused, nothing stored', async (field) => {
    const before = await traces(app);
    // Written as text, since an object literal would take __proto__ for something else.
    const body = JSON.stringify(claim()).replace('{', `{"${field}":"4000",`);
    const answer = await employee.post('/employee/raise-request').type('json').send(body);
    expectRefused(answer, 422, field, /not accepted/);
    const form = await submit(employee, '/employee/raise-request', {
      ...(claim() as unknown as Record<string, string>),
      [field]: '4000',
    });
    if (field !== '__proto__') expect(form.status).toBe(422);
    expect(await traces(app)).toEqual(before);
  });

  test('acceptance 21: three interviews are 300 pending; other quantities are refused', async () => {
    const interviews = { categoryCode: 'interviews', approverId: cast.people.ta.id };
    expect((await post(employee, { ...interviews, quantity: 3 })).body).toMatchObject({
      request: { points: 300, quantity: 3, status: 'pending' },
    });
    const before = await traces(app);
    for (const quantity of [0, -1, 0.5, 1.5, 1e9, '1e3', '1.5', 'NaN', 'Infinity', '0x10', true, [5], {}, { $gt: 0 }]) {
      expectRefused(
        await post(employee, { ...interviews, quantity, eventDate: '2025-11-01' }),
        422,
        'quantity',
        /whole number/i,
      );
    }
    expect(await traces(app)).toEqual(before);
  });

  test('the same from a form: blanks count as absent, and the page says what happened', async () => {
    const sent = await submit(employee, '/employee/raise-request', {
      ...(claim({ eventDate: '2025-09-15' }) as unknown as Record<string, string>),
      quantity: '',
      approverId: '',
      link: '',
    });
    expect(sent.status).toBe(303);
    const page = await employee.get(String(sent.headers['location'])).set('Accept', BROWSER);
    expect(page.text).toContain('is sent');
    const next = await employee.get('/employee/requests').set('Accept', BROWSER);
    expect(next.text).not.toContain('is sent');
  });
});
