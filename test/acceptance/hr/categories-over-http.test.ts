import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, signIn, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';

const GRADES = ['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'];

/** The form of a category as a browser sends it; values by grade stand in the order of the grades. */
function form(
  changes: Readonly<Record<string, string | readonly string[]>> = {},
  byGrade: Readonly<Record<string, string>> = {},
): Record<string, string | readonly string[]> {
  return {
    name: 'Tech talk',
    description: 'A talk for colleagues.',
    unit: 'ta',
    kinds: ['raised'],
    baseValue: '100',
    evidence: 'none',
    frequency: '',
    max: '',
    'grades[]': GRADES,
    'gradeValues[]': GRADES.map((grade) => byGrade[grade] ?? ''),
    'gradeMax[]': GRADES.map(() => ''),
    ...changes,
  };
}

describe('categories over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let hr: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    hr = await cast.as('hrAdmin');
  });
  afterAll(() => app.close());

  let numbers = 0;
  async function create(changes: object = {}): Promise<string> {
    const code = `tech_talk_${(numbers += 1)}`;
    const body = { name: `Tech talk ${numbers}`, unit: 'ta', kinds: ['raised'], baseValue: 100, evidence: 'none' };
    const answer = await hr.post('/hr/categories/new').send({ ...body, code, ...changes });
    if (answer.status !== 201) throw new Error(`not created: ${answer.status} ${answer.text}`);
    return code;
  }

  async function revisionOf(code: string): Promise<string> {
    return String(((await hr.get(`/hr/categories/${code}`)).body as { revision: number }).revision);
  }

  const claim = (categoryCode: string, changes: object = {}) => ({
    categoryCode,
    eventDate: '2025-11-10',
    notes: 'Spoke for an hour.',
    approverId: cast.people.ta.id,
    acknowledgeDuplicate: true,
    ...changes,
  });

  async function raiseIn(code: string, agent?: Agent): Promise<Answer> {
    return (agent ?? (await cast.as('employee'))).post('/employee/raise-request').send(claim(code));
  }

  async function eventsOf(code: string, type: string) {
    return app.container.storage.connection
      .collection('events')
      .find({ type, 'data.code': code })
      .sort({ at: 1, _id: 1 })
      .toArray();
  }

  it('13: {base 100, C1 250}: C1 gets 250, D2 gets 100, frozen; changed on the page to 300, approval still credits 250', async () => {
    const made = await submit(hr, '/hr/categories/new', { ...form({}, { C1: '250' }), code: 'tech_talk' });
    expect(made.status).toBe(303);
    expect(made.headers['location']).toBe('/hr/categories/tech_talk');
    const raised = await raiseIn('tech_talk');
    expect(raised.body).toMatchObject({ request: { points: 250 } });
    const { body: shown } = await hr.get('/hr/categories/tech_talk');
    const points = (shown as { worth: { rows: { grade: string; points: number }[] } }).worth.rows;
    expect(points.find(({ grade }) => grade === 'D2')?.points).toBe(100);

    const edited = await submit(hr, '/hr/categories/tech_talk/edit', {
      ...form({}, { C1: '300' }),
      effectiveFrom: '2025-11-12',
      revision: await revisionOf('tech_talk'),
    });
    expect(edited.status).toBe(303);
    const { id } = (raised.body as { request: { id: string } }).request;
    const decided = await (
      await cast.as('ta')
    )
      .post(`/ta/requests/${id}/decision`)
      .send({ decision: 'approve', notes: 'Well told.' });
    expect(decided.body).toMatchObject({ request: { status: 'approved', points: 250 } });
    const employee = await cast.as('employee');
    const { body } = await employee.get('/employee/history?category=tech_talk');
    expect(body).toMatchObject({ totals: { regular: 250 } });
    expect((await raiseIn('tech_talk')).body).toMatchObject({ request: { points: 300 } });
    expect(await eventsOf('tech_talk', 'category.revised')).toMatchObject([
      {
        before: { gradeValues: { C1: 250 } },
        after: { gradeValues: { C1: 300 } },
        actor: { name: cast.people.hrAdmin.name },
      },
    ]);
  });

  it('12: used 12 times: deletion refused saying 12; inactive with 3 pending: not offered, the 3 decidable', async () => {
    const code = await create();
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      ids.push(((await raiseIn(code)).body as { request: { id: string } }).request.id);
    }
    const ta = await cast.as('ta');
    await ta.post('/ta/bulk-approve').send({ ids: ids.slice(0, 9), notes: 'All heard.' });
    const refused = await hr.post(`/hr/categories/${code}/deletion`).send({});
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'category.in_use',
      detail: expect.stringContaining('used 12 times') as string,
    });
    const page = await submit(hr, `/hr/categories/${code}/deletion`);
    expect(page.status).toBe(409);
    expect(page.text).toContain('used 12 times');
    expect((await hr.get(`/hr/categories?q=${code}`)).body).toMatchObject({
      items: [{ code, usage: { requests: 12, pending: 3, grants: 0 } }],
      page: { total: 1 },
    });

    expect((await submit(hr, `/hr/categories/${code}/status`, { status: 'inactive' })).status).toBe(303);
    const offered = (await (await cast.as('employee')).get('/employee/raise-request')).body as {
      categories: { code: string }[];
    };
    expect(offered.categories.map((one) => one.code)).not.toContain(code);
    const again = await raiseIn(code);
    expect(again.status).toBe(422);
    expect(again.body).toMatchObject({ code: 'request.category_not_offered' });
    for (const id of ids.slice(9)) {
      const decided = await ta.post(`/ta/requests/${id}/decision`).send({ decision: 'approve', notes: 'Heard.' });
      expect(decided.body).toMatchObject({ request: { status: 'approved' } });
    }
    expect(await eventsOf(code, 'category.status_changed')).toMatchObject([
      { before: { status: 'active' }, after: { status: 'inactive' } },
    ]);
  });

  it('deletes what was never used, with its versions and an event', async () => {
    const code = await create();
    expect((await submit(hr, `/hr/categories/${code}/deletion`)).status).toBe(303);
    expect((await hr.get(`/hr/categories/${code}`)).status).toBe(404);
    expect(await eventsOf(code, 'category.deleted')).toMatchObject([{ before: { code, baseValue: 100 } }]);
    const { connection } = app.container.storage;
    expect(await connection.collection('category_versions').countDocuments({ code })).toBe(0);
  });

  it('lets either the deletion or the first claim through, never both', async () => {
    for (let round = 0; round < 6; round += 1) {
      const code = await create();
      const [deleted, raised] = await Promise.all([hr.post(`/hr/categories/${code}/deletion`).send({}), raiseIn(code)]);
      expect([
        [200, 422],
        [409, 201],
      ]).toContainEqual([deleted.status, raised.status]);
      expect((await hr.get(`/hr/categories/${code}`)).status).toBe(deleted.status === 200 ? 404 : 200);
    }
  });

  it('14: a grade value of 0 is not eligible, and the preview says so before it is saved', async () => {
    const code = await create();
    const change = form({ unit: 'ta', counted: 'true' }, { C1: '0', D2: '400' });
    const preview = await submit(hr, `/hr/categories/${code}/preview`, { ...change, effectiveFrom: '2025-11-12' });
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('is no longer eligible');
    expect(preview.text).toContain('+300');
    const { 'gradeValues[]': _lists, 'grades[]': _grades, 'gradeMax[]': _max, ...rest } = change;
    const asJson = await hr.post(`/hr/categories/${code}/preview`).send({ ...rest, gradeValues: { C1: 0, D2: 400 } });
    const { rows } = asJson.body as { rows: { grade: string }[] };
    expect(rows.find(({ grade }) => grade === 'C1')).toEqual({
      ...{ grade: 'C1', points: 0, eligible: false, max: null },
      before: { points: 100, eligible: true, max: null },
    });
    expect((await hr.get(`/hr/categories/${code}`)).body).toMatchObject({ category: { version: 1 } });

    await submit(hr, `/hr/categories/${code}/edit`, { ...change, effectiveFrom: '', revision: '' });
    const refused = await raiseIn(code);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'request.not_eligible' });
  });

  it('18: the third mindshare of a quarter for a C1, limit edited on the page: possible again from 1 Jan 2026', async () => {
    const person = await cast.as('colleague');
    const mindshare = (eventDate: string) =>
      person.post('/employee/raise-request').send({
        categoryCode: 'mindshare',
        eventDate,
        notes: 'A blog.',
        approverId: cast.people.marketing.id,
        link: 'https://blog.adventure-works.com/a',
      });
    expect((await mindshare('2025-11-03')).status).toBe(201);
    expect((await mindshare('2025-11-04')).status).toBe(201);
    const third = await mindshare('2025-11-05');
    expect(third.status).toBe(422);
    expect(third.body).toMatchObject({
      code: 'request.limit_reached',
      detail: expect.stringContaining('possible again from 1 Jan 2026') as string,
    });
  });

  it('applies a version from its day on, in the organization’s zone, shows it before, and lets it be withdrawn', async () => {
    const code = await create();
    const zoned = await openTestApp({ start: '2025-11-30T18:00:00Z' });
    try {
      const kolkata = await createCast(zoned);
      const admin = await kolkata.as('hrAdmin');
      const edit = (value: string, effectiveFrom: string) =>
        submit(admin, '/hr/categories/feedback/edit', {
          ...form({ name: 'Feedback', unit: 'hr', kinds: ['raised', 'proposed', 'award'], baseValue: value }),
          effectiveFrom,
        });
      expect((await edit('150', '2025-12-01')).status).toBe(303);
      expect((await edit('500', '2025-12-05')).status).toBe(303);
      const shown = (await admin.get('/hr/categories/feedback')).body as { scheduled: { version: number }[] };
      expect(shown).toMatchObject({
        category: { baseValue: 100, version: 1 },
        scheduled: [
          { baseValue: 150, version: 2, effectiveFrom: '2025-12-01' },
          { baseValue: 500, version: 3 },
        ],
      });
      const points = async () => {
        const { body } = await admin.get('/hr/points-allocation');
        return (body as { categories: { baseValue: number }[] }).categories[0]?.baseValue;
      };
      expect(await points()).toBe(100);
      // 23:59 in Kolkata, then midnight.
      zoned.clock.set('2025-11-30T18:29:00Z');
      expect(await points()).toBe(100);
      zoned.clock.set('2025-11-30T18:30:00Z');
      expect(await points()).toBe(150);

      expect((await submit(admin, '/hr/categories/feedback/withdrawal', { version: '3' })).status).toBe(303);
      zoned.clock.set('2025-12-05T06:00:00Z');
      const later = await signIn(zoned, kolkata.people.hrAdmin);
      expect((await later.post('/hr/categories/feedback/withdrawal').send({ version: 2 })).status).toBe(409);
      expect((await later.get('/hr/categories/feedback')).body).toMatchObject({
        category: { baseValue: 150, version: 2 },
        versions: {
          items: [
            { version: 3, state: 'withdrawn', changes: [{ term: 'baseValue', before: 150, after: 500 }] },
            { version: 2, state: 'current', madeBy: { name: kolkata.people.hrAdmin.name } },
            { version: 1, state: 'past' },
          ],
        },
      });
      const past = await later
        .post('/hr/categories/feedback/edit')
        .send({ ...bodyOf('Feedback'), effectiveFrom: '2025-12-04' });
      expect(past.body).toMatchObject({ code: 'category.effective_date_past', errors: [{ path: 'effectiveFrom' }] });
    } finally {
      await zoned.close();
    }
    expect((await hr.get(`/hr/categories/${code}`)).body).toMatchObject({ scheduled: [] });
  });

  const bodyOf = (name: string) => ({ name, unit: 'hr', kinds: ['award'], baseValue: 100, evidence: 'none' });

  it('keeps what was typed and says what is wrong at the field', async () => {
    const refused = await submit(hr, '/hr/categories/new', {
      ...form({ name: '<b>Talk</b>', baseValue: '1e3' }, { C1: '-1' }),
      code: 'Talk',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="&lt;b&gt;Talk&lt;/b&gt;"');
    expect(refused.text).toContain('value="-1"');
    for (const id of ['field-code', 'field-baseValue', 'field-gradeValues-3']) {
      expect({
        id,
        linked: refused.text.includes(`href="#${id}"`),
        there: refused.text.includes(`id="${id}"`),
      }).toEqual({
        id,
        linked: true,
        there: true,
      });
    }
    const half = await submit(hr, '/hr/categories/new', { ...form({ frequency: 'quarterly' }), code: 'half_said' });
    expect(half.status).toBe(422);
    expect(half.text).toContain('href="#field-max"');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['1e9 points', { baseValue: 1e9 }, 'baseValue'],
    ['-1 points', { baseValue: -1 }, 'baseValue'],
    ['half a point', { baseValue: 0.5 }, 'baseValue'],
    ['"1e3" points', { baseValue: '1e3' }, 'baseValue'],
    ['true points', { baseValue: true }, 'baseValue'],
    ['[5] points', { baseValue: [5] }, 'baseValue'],
    ['an operator by grade', { gradeValues: { $gt: 1 } }, 'gradeValues'],
    ['a grade that is not listed', { gradeValues: { Z9: 5 } }, 'gradeValues.Z9'],
    ['a limit of a grade that is not listed', { frequency: 'monthly', max: 1, gradeMax: { Z9: 5 } }, 'gradeMax.Z9'],
    ['a code that is taken', { code: 'feedback' }, 'code'],
    ['proposals in a unit without updaters', { unit: 'presales', kinds: ['proposed'] }, 'kinds'],
    ['requests that nobody could decide', { unit: 'central', kinds: ['raised'] }, 'kinds'],
    ['points computed by the product', { kinds: ['system'] }, 'kinds'],
    ['a status', { status: 'inactive' }, 'status'],
    ['an organization', { organization: 'other' }, 'organization'],
    ['a name of 200 letters', { name: 'x'.repeat(200) }, 'name'],
  ])('refuses %s and stores nothing', async (_what, changes, path) => {
    const code = 'hostile_one';
    const answer = await hr.post('/hr/categories/new').send({ ...bodyOf('Hostile'), code, ...changes });
    const stored = await app.container.storage.connection.collection('categories').countDocuments({ code });
    expect({ status: answer.status, stored }).toEqual({ status: 422, stored: 0 });
    expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path.split('.')[0])).toContain(
      path.split('.')[0],
    );
  });

  it('refuses an edit of an older state, and computed terms of utilization', async () => {
    const code = await create();
    const revision = Number(await revisionOf(code));
    const send = (baseValue: number) =>
      hr
        .post(`/hr/categories/${code}/edit`)
        .send({ ...bodyOf('Talk'), unit: 'ta', kinds: ['raised'], baseValue, revision });
    const answers = await Promise.all([send(110), send(120)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await send(130)).body).toMatchObject({ code: 'category.changed_meanwhile' });

    const utilization = {
      name: 'Utilization',
      unit: 'pmo',
      kinds: ['proposed'],
      evidence: 'none',
      frequency: 'monthly',
      max: 1,
    };
    const words = await hr
      .post('/hr/categories/utilization/edit')
      .send({ ...utilization, name: 'Billable time', baseValue: 0 });
    expect(words.status).toBe(200);
    const worth = await hr.post('/hr/categories/utilization/edit').send({ ...utilization, baseValue: 100 });
    expect(worth.body).toMatchObject({ status: 422, code: 'category.computed' });
    expect((await hr.post('/hr/categories/bonus/deletion').send({})).body).toMatchObject({ code: 'category.computed' });
    expect((await hr.post('/hr/categories/bonus/status').send({ status: 'inactive' })).status).toBe(409);
  });

  it('shows nothing of another organization and works for nobody but HR administration', async () => {
    const code = await create();
    const elsewhere = await createCast(app);
    const other = await elsewhere.as('hrAdmin');
    for (const path of [`/hr/categories/${code}`, `/hr/categories/${code}/edit`]) {
      expect((await other.get(path)).status).toBe(404);
    }
    for (const [path, body] of [
      ['edit', { ...bodyOf('Talk'), unit: 'ta' }],
      ['status', { status: 'inactive' }],
      ['deletion', {}],
      ['withdrawal', { version: 1 }],
    ] as const) {
      expect({ path, status: (await other.post(`/hr/categories/${code}/${path}`).send(body)).status }).toEqual({
        path,
        status: 404,
      });
    }
    expect((await other.get(`/hr/categories?q=${code}`)).body).toMatchObject({ items: [], page: { total: 0 } });
    expect((await (await cast.as('hrValidator')).get('/hr/categories')).status).toBe(403);
    expect((await openPage(hr, `/hr/categories?unit=ta&status=active&kind=raised&q=talk`)).status).toBe(200);
  });
});
