import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, formToken, openPage, signIn, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { propose, proposalBody, raiseForOther } from '../../support/claims-for-others.js';
import { hiddenFields } from '../../support/page-forms.js';
import { newCategory } from '../../support/points.js';
import { pdf, traces, upload, type RequestBody } from '../../support/records.js';

interface Options {
  readonly categories: readonly { readonly code: string; readonly points: number; readonly eligible: boolean }[];
  readonly validators: readonly { readonly id: string }[];
}

describe('proposing and raising for others', () => {
  let app: TestApp;
  let cast: Cast;
  let ta: Agent;
  let pmo: Agent;
  let marketing: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    [ta, pmo, marketing] = [await cast.as('taUpdater'), await cast.as('pmoUpdater'), await cast.as('marketing')];
  });
  afterAll(() => app.close());

  const interviews = (overrides: Readonly<Record<string, unknown>> = {}) =>
    proposalBody(cast, 'ta', { acknowledgeDuplicate: true, ...overrides });
  const send = (body: object, agent = ta, path = '/ta/proposals') => agent.post(path).send(body);
  const requestOf = ({ body }: Answer) => (body as { request: RequestBody & { eventDate: string } }).request;
  /** The fields of a form as a browser sends them, after what was typed. */
  const next = (answer: Answer, path: string, more: Record<string, string> = {}) => ({
    ...hiddenFields(answer.text, path),
    ...more,
  });

  it('offers categories of the unit worth for the person, and validators who neither propose nor gain', async () => {
    const open = async (address: string, agent: Agent) => (await agent.get(address)).body as Options;
    const general = await open('/pmo/proposals/new', pmo);
    expect(general.categories.map(({ code }) => code).sort()).toEqual(['client_appreciation', 'r_and_r', 'spot_award']);
    expect(general.validators.map(({ id }) => id).sort()).toEqual([cast.people.pmo.id, cast.people.pmoOther.id].sort());
    const code = await newCategory(cast, { unit: 'pmo', kinds: ['proposed'], gradeValues: { C1: 250, C2: 0 } });
    const forEmployee = await open(`/pmo/proposals/new?personId=${cast.people.employee.id}`, pmo);
    expect(forEmployee.categories.find((one) => one.code === code)).toMatchObject({ points: 250, eligible: true });
    const forValidator = await open(`/pmo/proposals/new?personId=${cast.people.pmo.id}`, pmo);
    expect(forValidator.categories.find((one) => one.code === code)).toMatchObject({ points: 0, eligible: false });
    expect(forValidator.validators.map(({ id }) => id)).toEqual([cast.people.pmoOther.id]);
  });

  it('narrows people by department and grade without scripts, and says so where nobody fits', async () => {
    const page = await openPage(ta, '/ta/proposals/new?department=Sales&grade=C1');
    expect(page.text).toMatch(new RegExp(`<option value="${cast.people.colleague.id}">`));
    expect(page.text).not.toContain(`<option value="${cast.people.employee.id}">`);
    expect((await openPage(ta, '/ta/proposals/new?department=Finance&grade=D2')).text).toContain('Nobody fits.');
    const chosen = await openPage(ta, `/ta/proposals/new?personId=${cast.people.employee.id}`);
    expect(chosen.text).toContain('100 points each for grade C1');
  });

  it('21: proposes by form in two steps: looked over, changed with everything kept, sent once, told what happens next', async () => {
    const { employee, ta: validator } = cast.people;
    const typed = {
      ...{ person: employee.employeeId, categoryCode: 'interviews', month: '2025-10', quantity: '3' },
      ...{ validatorId: validator.id, notes: 'Three for the <data> team.' },
    };
    const before = await traces(app);
    const review = await submit(ta, '/ta/proposals/preview', typed);
    expect(review.status).toBe(200);
    for (const text of [
      '300',
      '100 × 3 for grade C1',
      'Oct 2025',
      'Q3 FY 2025-26',
      `${validator.name} is told at once`,
    ])
      expect(review.text).toContain(text);
    expect(await traces(app)).toEqual(before);

    const change = await submit(ta, '/ta/proposals/preview', {
      ...next(review, '/ta/proposals/preview'),
      change: 'true',
    });
    expect(change.text).toContain('Three for the &lt;data&gt; team.');
    expect(change.text).toMatch(/<option value="2025-10" selected>/);
    expect(change.text).toContain(`(${employee.employeeId})"`);

    const fields = next(review, '/ta/proposals');
    expect(fields).toMatchObject({ personId: employee.id, eventDate: '2025-10-01', quantity: '3' });
    const [first, second] = await Promise.all([
      submit(ta, '/ta/proposals', fields),
      submit(ta, '/ta/proposals', fields),
    ]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const list = await openPage(ta, '/ta/proposals');
    expect(list.text).toContain(
      `${validator.name} is told now and decides; ${employee.name} is told once it is approved.`,
    );
    const { body } = await ta.get('/ta/proposals?status=pending&category=interviews');
    expect(body).toMatchObject({ page: { total: 1 }, items: [{ points: 300, eventDate: '2025-10-01', quantity: 3 }] });
    expect((body as { items: { ageHours: number }[] }).items[0]?.ageHours).toBe(0);
  });

  it('says everything that is wrong at its field, and keeps what was typed', async () => {
    const refused = await submit(ta, '/ta/proposals/preview', {
      person: 'Nobody Atall',
      notes: 'Kept.',
      quantity: '1.5',
    });
    expect(refused.status).toBe(422);
    for (const path of ['categoryCode', 'month', 'quantity', 'validatorId'])
      expect(refused.text).toContain(`href="#field-${path}"`);
    expect(refused.text).toContain('Kept.</textarea>');
    expect(refused.text).toContain('value="Nobody Atall"');
    const unclear = await submit(ta, '/ta/proposals/preview', {
      ...{ person: 'Nobody Atall', categoryCode: 'interviews', month: '2025-11', notes: 'Kept.' },
      validatorId: cast.people.ta.id,
    });
    expect(unclear.text).toContain('Nobody is found by “Nobody Atall”');
    expect(unclear.text).toContain('href="#field-person"');
    const both = await submit(ta, '/ta/proposals/preview', {
      ...{ person: cast.people.colleague.employeeId, personId: cast.people.employee.id },
      ...{ categoryCode: 'interviews', month: '2025-11', notes: 'Kept.', validatorId: cast.people.ta.id },
    });
    expect(both.text).toContain('The field names one person and the list another');
  });

  it('20: takes this month and 12 back where a unit works by month, 90 days elsewhere, and the day of a program', async () => {
    const month = (value: string) => {
      const { eventDate: _day, ...rest } = interviews({ month: value });
      return send(rest);
    };
    expect(requestOf(await month('2025-11'))).toMatchObject({ eventDate: '2025-11-01', period: '2025-Q3' });
    expect(requestOf(await month('2024-11'))).toMatchObject({ eventDate: '2024-11-01', period: '2024-Q3' });
    expect((await month('2024-10')).body).toMatchObject({ code: 'request.event_too_old' });
    expect((await month('2025-12')).body).toMatchObject({ code: 'request.event_in_future' });
    expect((await month('2025-13')).status).toBe(422);
    expect(requestOf(await send(interviews({ eventDate: '2025-11-05' }))).eventDate).toBe('2025-11-05');
    expect((await send(interviews({ month: '2025-11' }))).body).toMatchObject({ errors: [{ path: 'month' }] });
    const praise = (overrides: object) =>
      send({ ...proposalBody(cast, 'pmo', { categoryCode: 'r_and_r' }), ...overrides }, pmo, '/pmo/proposals');
    expect((await praise({ month: '2025-11' })).body).toMatchObject({ status: 422, errors: [{ path: 'month' }] });
    expect((await praise({ eventDate: '2025-08-13' })).body).toMatchObject({ code: 'request.event_too_old' });
    expect((await praise({ eventDate: '2025-08-14' })).status).toBe(201);
  });

  it.each<[string, (people: Cast['people']) => Record<string, unknown>, string]>([
    ['points', () => ({ points: 4000 }), 'input.invalid'],
    ['a status', () => ({ status: 'approved' }), 'input.invalid'],
    ['a grade', () => ({ grade: 'D2' }), 'input.invalid'],
    ['an organization', () => ({ organization: '0123456789abcdef01234567' }), 'input.invalid'],
    ['a quantity of 0', () => ({ quantity: 0 }), 'input.invalid'],
    ['a quantity of [5]', () => ({ quantity: [5] }), 'input.invalid'],
    ['a person that is a query', () => ({ personId: { $ne: null } }), 'input.invalid'],
    ['a category of another unit', () => ({ categoryCode: 'feedback' }), 'request.category_not_offered'],
    ['a percentage', () => ({ categoryCode: 'utilization' }), 'request.category_not_offered'],
    ['oneself', ({ taUpdater }) => ({ personId: taUpdater.id }), 'request.other_eyes'],
    ['oneself as validator', ({ taUpdater }) => ({ validatorId: taUpdater.id }), 'request.validator_not_allowed'],
    ['another unit’s validator', ({ ld }) => ({ validatorId: ld.id }), 'request.validator_not_allowed'],
    ['the person as validator', ({ ta }) => ({ personId: ta.id, validatorId: ta.id }), 'request.other_eyes'],
    ['no words', () => ({ notes: ' ' }), 'input.invalid'],
  ])('20: refuses %s, in the review step too, and stores nothing', async (_what, changes, code) => {
    const before = await traces(app);
    const body = interviews(changes(cast.people));
    expect((await send(body)).body).toMatchObject({ status: 422, code });
    expect((await send(body, ta, '/ta/proposals/preview')).body).toMatchObject({ status: 422, code });
    expect(await traces(app)).toEqual(before);
  });

  it('20: keeps an updater of two units to the categories of the unit at hand', async () => {
    const both = await account(app, cast.tenant, {
      email: `both@${cast.tenant.organization.slug}.com`,
      grants: ['ta_up', 'pmo_up'],
    });
    const agent = await signIn(app, both);
    const spot = proposalBody(cast, 'pmo', { categoryCode: 'spot_award' });
    expect((await send(spot, agent, '/ta/proposals')).body).toMatchObject({ code: 'request.category_not_offered' });
    expect((await send(spot, agent, '/pmo/proposals')).status).toBe(201);
  });

  it('19: shows limit and duplicates before sending, and sends one more only when that is acknowledged', async () => {
    const person = await cast.tenant.person({ grade: 'C1' });
    const code = await newCategory(cast, { unit: 'pmo', kinds: ['proposed'], frequency: 'quarterly', max: 2 });
    const body = proposalBody(cast, 'pmo', { personId: person.id, categoryCode: code });
    const preview = async () => (await send(body, pmo, '/pmo/proposals/preview')).body as object;
    expect(await preview()).toMatchObject({ limit: { used: 0, max: 2, frequency: 'quarterly' }, duplicates: [] });
    expect((await send(body, pmo, '/pmo/proposals')).status).toBe(201);
    expect(await preview()).toMatchObject({ limit: { used: 1, max: 2 }, duplicates: [{ status: 'pending' }] });
    expect((await send(body, pmo, '/pmo/proposals')).body).toMatchObject({ status: 409, code: 'request.duplicate' });
    const form = { ...body, person: person.employeeId, personId: '' };
    const page = await submit(pmo, '/pmo/proposals/preview', form);
    expect(page.text).toContain('2 of 2 this quarter, this one included');
    expect(page.text).toContain('name="acknowledgeDuplicate"');
    const unticked = await submit(pmo, '/pmo/proposals', next(page, '/pmo/proposals'));
    expect(unticked.status).toBe(409);
    expect(unticked.text).toContain('This was claimed for');
    expect(unticked.text).toContain('name="acknowledgeDuplicate"');
    const ticked = next(page, '/pmo/proposals', { acknowledgeDuplicate: 'true' });
    expect(
      (await submit(pmo, '/pmo/proposals', { ...ticked, _idempotencyKey: 'f6c5d5a2-0d7e-4c1e-9d51-2f7c4a6f0b11' }))
        .status,
    ).toBe(303);
    const refused = await submit(pmo, '/pmo/proposals/preview', { ...form, acknowledgeDuplicate: 'true' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('possible again from 1 Jan 2026');
  });

  it('changes a pending proposal by form, says the new points, tells the validator; never after the decision', async () => {
    const { id } = await propose(cast, 'ta', { quantity: 2, eventDate: '2025-11-05' });
    const page = await openPage(ta, `/ta/proposals/${id}`);
    expect(page.text).toContain('Change the proposal');
    const fields = {
      categoryCode: 'interviews',
      month: '2025-11',
      notes: 'Five of them.',
      validatorId: cast.people.ta.id,
    };
    const changed = await submit(ta, `/ta/proposals/${id}/revision`, { ...fields, quantity: '5' });
    expect(changed.status).toBe(303);
    const after = await openPage(ta, `/ta/proposals/${id}`);
    expect(after.text).toContain('It is worth 500 points now, before 200');
    // The month that the form knows does not move the day that a program gave.
    expect((await ta.get(`/ta/proposals/${id}`)).body).toMatchObject({
      request: { points: 500, quantity: 5, eventDate: '2025-11-05' },
    });
    await app.settle();
    const validator = await cast.as('ta');
    expect((await openPage(validator, '/employee/notifications')).text).toContain('changed');
    const wrong = await submit(ta, `/ta/proposals/${id}/revision`, { ...fields, quantity: '0', notes: 'Kept too.' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Kept too.</textarea>');

    await validator.post(`/ta/requests/${id}/decision`).send({ decision: 'approve', notes: 'Checked.' });
    const { month: _month, ...json } = { ...fields, eventDate: '2025-11-05', quantity: 9 };
    expect((await ta.post(`/ta/proposals/${id}/revision`).send(json)).body).toMatchObject({
      ...{ status: 409, code: 'request.already_decided' },
      current: { status: 'approved' },
    });
    const late = await submit(ta, `/ta/proposals/${id}/revision`, { ...fields, quantity: '9' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('already approved');
    expect(late.text).not.toContain('Change the proposal');
    expect((await ta.post(`/ta/proposals/${id}/withdrawal`).send({})).body).toMatchObject({ status: 409 });
    expect((await openPage(ta, '/ta/proposals?status=decided')).text).toContain('Checked.');
  });

  it('lets nobody approve what was changed while he or she looked at it', async () => {
    const { id } = await propose(cast, 'ta', { quantity: 2 });
    const validator = await cast.as('ta');
    const page = await openPage(validator, `/ta/requests/${id}`);
    const seen = next(page, `/ta/requests/${id}/decision`);
    expect(seen).toHaveProperty('seen');
    const revision = {
      categoryCode: 'interviews',
      eventDate: '2025-11-10',
      notes: 'Forty.',
      validatorId: cast.people.ta.id,
    };
    expect((await ta.post(`/ta/proposals/${id}/revision`).send({ ...revision, quantity: 40 })).status).toBe(200);
    const decision = { decision: 'approve', notes: 'As seen.' };
    const refused = await submit(validator, `/ta/requests/${id}/decision`, { ...seen, ...decision });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('was changed while you looked at it');
    expect((await ta.get(`/ta/proposals/${id}`)).body).toMatchObject({ request: { status: 'pending', points: 4000 } });
    const now = next(refused, `/ta/requests/${id}/decision`);
    expect((await submit(validator, `/ta/requests/${id}/decision`, { ...now, ...decision })).status).toBe(303);
    expect((await ta.get(`/ta/proposals/${id}`)).body).toMatchObject({ request: { status: 'approved' } });
  });

  it('lets nobody approve among many what was changed since they were shown', async () => {
    const changed = await propose(cast, 'ta', { quantity: 2, eventDate: '2025-10-20' });
    const same = await propose(cast, 'ta', { quantity: 3, eventDate: '2025-10-21' });
    const ids = [changed.id, same.id];
    const validator = await cast.as('ta');
    const preview = await submit(validator, '/ta/bulk-preview', { ids });
    const seen = [...preview.text.matchAll(/name="seen" value="([^"]+)"/g)].map(([, mark = '']) => mark);
    expect(seen).toHaveLength(2);
    const revision = {
      ...{ categoryCode: 'interviews', eventDate: '2025-10-20', notes: 'Forty.', quantity: 40 },
      validatorId: cast.people.ta.id,
    };
    expect((await ta.post(`/ta/proposals/${changed.id}/revision`).send(revision)).status).toBe(200);
    const { body } = await validator.post('/ta/bulk-approve').send({ ids, notes: 'As seen.', seen });
    expect(body).toMatchObject({
      done: [same.id],
      failed: [{ id: changed.id, code: 'request.changed_meanwhile' }],
    });
    const waiting = await ta.get(`/ta/proposals/${changed.id}`);
    expect(waiting.body).toMatchObject({ request: { status: 'pending', points: 4000 } });
  });

  it('24: withdrawn, then approved: 409; the person never learns of it', async () => {
    const employee = await cast.as('employee');
    const { id } = await propose(cast, 'ta', { personId: cast.people.employee.id, eventDate: '2025-11-03' });
    const toProposal = `href="/ta/proposals/${id}"`;
    expect((await openPage(ta, `/ta/requests/${id}`)).text).toContain(toProposal);
    expect((await submit(ta, `/ta/proposals/${id}/withdrawal`)).status).toBe(303);
    expect((await openPage(ta, `/ta/requests/${id}`)).text).not.toContain(toProposal);
    const validator = await cast.as('ta');
    const decision = { decision: 'approve', notes: 'Too late.' };
    expect((await validator.post(`/ta/requests/${id}/decision`).send(decision)).body).toMatchObject({
      ...{ status: 409, current: { status: 'withdrawn' } },
    });
    await app.settle();
    expect((await employee.get(`/employee/requests/${id}`)).status).toBe(404);
    expect(JSON.stringify((await employee.get('/employee/requests')).body)).not.toContain(id);
    expect((await openPage(employee, '/employee/notifications')).text).not.toContain('withdrew');
  });

  it('shows nobody else’s proposals: another updater, another unit, another organization', async () => {
    const { id } = await propose(cast, 'ta');
    const other = await account(app, cast.tenant, {
      email: `up@${cast.tenant.organization.slug}.com`,
      grants: ['ta_up'],
    });
    const elsewhere = await createCast(app);
    const agents = [await signIn(app, other), await elsewhere.as('taUpdater')];
    for (const agent of agents) {
      expect((await agent.get(`/ta/proposals/${id}`)).status).toBe(404);
      expect((await agent.post(`/ta/proposals/${id}/revision`).send(interviews({ personId: undefined }))).status).toBe(
        404,
      );
      expect((await agent.post(`/ta/proposals/${id}/withdrawal`).send({})).status).toBe(404);
      expect((await agent.get('/ta/proposals?status=all')).body).toMatchObject({ page: { total: 0 } });
    }
    expect((await pmo.get(`/pmo/proposals/${id}`)).status).toBe(404);
    const foreign = interviews({ personId: elsewhere.people.employee.id });
    expect((await send(foreign)).body).toMatchObject({ code: 'request.person_not_active' });
  });

  describe('marketing', () => {
    const article = async (overrides: Readonly<Record<string, unknown>> = {}) => ({
      personId: (await cast.tenant.person({ grade: 'C1' })).id,
      categoryCode: 'mindshare',
      eventDate: '2025-11-10',
      notes: 'Wrote a white paper.',
      approverId: cast.people.marketingOther.id,
      link: 'https://adventure-works.com/blog/paper',
      ...overrides,
    });

    it('raises for somebody with the category’s points, decided by somebody else, told to the person when approved', async () => {
      const { employee, marketingOther } = cast.people;
      const file = await upload(marketing, pdf('a white paper'));
      const raised = await raiseForOther(cast, { personId: employee.id, attachmentIds: [file] });
      expect(raised).toMatchObject({ status: 'pending', points: 200, approver: { id: marketingOther.id } });
      const person = await cast.as('employee');
      expect((await person.get(`/attachments/${file}`)).status).toBe(404);
      expect((await person.get(`/employee/requests/${raised.id}`)).status).toBe(404);
      const decision = { decision: 'approve', notes: 'A fine paper.' };
      expect((await marketing.post(`/marketing/requests/${raised.id}/decision`).send(decision)).status).toBe(403);
      const approver = await cast.as('marketingOther');
      expect((await approver.get(`/attachments/${file}`)).status).toBe(200);
      expect((await approver.post(`/marketing/requests/${raised.id}/decision`).send(decision)).status).toBe(200);
      await app.settle();
      expect((await person.get(`/attachments/${file}`)).status).toBe(200);
      expect((await openPage(person, '/employee/notifications')).text).toContain('for you: Mindshare');
      expect((await marketing.get('/marketing/on-behalf/requests?status=approved')).body).toMatchObject({
        items: [{ id: raised.id, kind: 'raised', proposer: { id: cast.people.marketing.id } }],
      });
    });

    it('works by form with a file and without scripts, and can be withdrawn', async () => {
      const { employeeId } = await cast.tenant.person({ grade: 'C2' });
      const { personId: _id, link: _link, ...typed } = await article({ person: employeeId, notes: 'Spoke at a fair.' });
      const token = await formToken(marketing);
      const upload = marketing
        .post('/marketing/on-behalf/preview')
        .set('Accept', 'text/html')
        .set('Sec-Fetch-Site', 'same-origin');
      for (const [name, value] of Object.entries({ ...typed, _csrf: token })) void upload.field(name, String(value));
      const review = await upload.attach('file', pdf('a talk'), 'talk.pdf');
      expect(review.status).toBe(200);
      expect(review.text).toContain('talk.pdf');
      const fields = next(review, '/marketing/requests');
      expect(fields['attachmentIds']).toMatch(/^[0-9a-f]{24}$/);
      expect((await submit(marketing, '/marketing/requests', fields)).status).toBe(303);
      const { body } = await marketing.get('/marketing/on-behalf/requests');
      const [{ id }] = (body as { items: [{ id: string }] }).items;
      expect((await openPage(marketing, `/marketing/on-behalf/requests/${id}`)).text).toContain('talk.pdf');
      expect((await submit(marketing, `/marketing/on-behalf/requests/${id}/withdrawal`)).status).toBe(303);
      expect((await marketing.get(`/marketing/on-behalf/requests/${id}`)).body).toMatchObject({
        request: { status: 'withdrawn' },
      });
    });

    it.each<[string, (people: Cast['people']) => Record<string, unknown>, string, string]>([
      ['oneself', ({ marketing: own }) => ({ personId: own.id }), 'request.other_eyes', 'personId'],
      ['oneself as approver', ({ marketing: own }) => ({ approverId: own.id }), 'request.other_eyes', 'approverId'],
      [
        'the person as approver',
        ({ marketingOther }) => ({ personId: marketingOther.id }),
        'request.approver_not_allowed',
        'approverId',
      ],
      [
        'another unit’s approver',
        ({ presales }) => ({ approverId: presales.id }),
        'request.approver_not_allowed',
        'approverId',
      ],
      [
        'a category that is awarded',
        () => ({ categoryCode: 'market_impact' }),
        'request.category_not_offered',
        'categoryCode',
      ],
      [
        'a category of another unit',
        () => ({ categoryCode: 'initiative_ai' }),
        'request.category_not_offered',
        'categoryCode',
      ],
      ['no evidence', () => ({ link: undefined }), 'request.evidence_missing', 'attachmentIds'],
      ['tomorrow', () => ({ eventDate: '2025-11-13' }), 'request.event_in_future', 'eventDate'],
      ['points', () => ({ points: 4000 }), 'input.invalid', 'points'],
      ['no approver', () => ({ approverId: undefined }), 'input.invalid', 'approverId'],
    ])('refuses %s', async (_what, changes, code, path) => {
      const body = await article(changes(cast.people));
      for (const address of ['/marketing/requests', '/marketing/on-behalf/preview']) {
        expect((await send(body, marketing, address)).body).toMatchObject({ status: 422, code, errors: [{ path }] });
      }
    });

    it('counts the limits of the person’s grade, and binds approvers by the rule for employees', async () => {
      const { id: personId } = await cast.tenant.person({ grade: 'A1' });
      expect((await send(await article({ personId }), marketing, '/marketing/requests')).status).toBe(201);
      expect(
        (await send(await article({ personId, eventDate: '2025-11-11' }), marketing, '/marketing/requests')).body,
      ).toMatchObject({
        code: 'request.limit_reached',
      });
      const junior = await cast.tenant.person({ grade: 'B1', grants: ['marketing'] });
      expect(
        (await send(await article({ approverId: junior.id }), marketing, '/marketing/requests')).body,
      ).toMatchObject({
        code: 'request.approver_not_allowed',
      });
      const { approvers } = (await marketing.get('/marketing/on-behalf')).body as { approvers: { id: string }[] };
      expect(approvers.map(({ id }) => id)).toEqual([cast.people.marketingOther.id]);
    });
  });

  it('tells those who judge a proposal how the person stands, and not whoever made it', async () => {
    const { id } = requestOf(await send(interviews({ eventDate: '2025-11-09' })));
    const quarterSeenBy = async (agent: Agent) =>
      ((await agent.get(`/ta/requests/${id}`)).body as { quarter: object | null }).quarter;
    expect(await quarterSeenBy(await cast.as('ta'))).toMatchObject({ period: '2025-Q3' });
    expect((await openPage(await cast.as('ta'), `/ta/requests/${id}`)).text).toContain('Points in Q3');
    expect(await quarterSeenBy(ta)).toBeNull();
    expect((await openPage(ta, `/ta/requests/${id}`)).text).not.toContain('Points in Q3');
  });
});
