import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS } from '../../../src/modules/targets/index.js';
import { openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { hiddenFields } from '../../support/page-forms.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface Version {
  readonly id: string | null;
  readonly number: number;
  readonly effectiveFrom: string | null;
  readonly state: string;
  readonly quarterly: Readonly<Record<string, number>>;
  readonly utilizationThreshold: number;
  readonly changes: readonly object[];
}
interface History {
  readonly revision: number;
  readonly current: Version;
  readonly upcoming: readonly Version[];
  readonly history: { readonly items: readonly Version[] };
}

const ADDRESS = '/central/config';
const PREVIEW = `${ADDRESS}/preview`;

let app: TestApp;
let cast: Cast;
let central: Agent;

beforeAll(async () => {
  // 12 November 2025, in Q3 FY 2025-26.
  app = await openTestApp();
  cast = await createCast(app);
  central = await cast.as('central');
});
afterAll(() => app.close());

const historyNow = async () => (await central.get(ADDRESS)).body as History;
const higher = (C1: number) => ({ ...DEFAULT_TARGETS, quarterly: { ...DEFAULT_TARGETS.quarterly, C1 } });
const set = (effectiveFrom: string, C1: number, rest: object = {}) =>
  central.post(ADDRESS).send({ effectiveFrom, ...higher(C1), ...rest });

/** What the form sends when nothing is changed in it. */
const form = (changes: Readonly<Record<string, string | readonly string[]>> = {}) => ({
  'grades[]': ['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'],
  'targets[]': ['2750', '3950', '4850', '7700', '8700', '6700', '6200'],
  'shares[]': ['25', '50', '75', '100'],
  'q1[]': ['1000', '2000', '3000', '4000'],
  'q2[]': ['1000', '0', '2000', '3000'],
  'q3[]': ['1000', '0', '0', '2000'],
  'q4[]': ['1000', '0', '0', '0'],
  threshold: '80',
  bonusCap: '10000',
  effectiveFrom: '2026-01-01',
  otherDay: '',
  revision: '0',
  ...changes,
});

describe('the configuration of central', () => {
  it('is changed without scripts: rows come and go, what it means is said before, and it is set once', async () => {
    for (const address of [ADDRESS, `${ADDRESS}/new`]) {
      const page = await openPage(central, address);
      expect(page.status).toBe(200);
      expect(problemsOfPage(page.text)).toEqual([]);
    }
    const typed = form({ threshold: '79,25 %' });
    const more = await submit(central, PREVIEW, { ...typed, edit: 'add' });
    expect(more.status).toBe(200);
    expect(more.text.match(/name="shares\[\]"/g)).toHaveLength(5);
    expect(more.text).toContain('value="79,25 %"');
    expect(problemsOfPage(more.text)).toEqual([]);
    const fewer = await submit(central, PREVIEW, { ...typed, edit: '1' });
    expect([...fewer.text.matchAll(/name="shares\[\]" value="(\d*)"/g)].map(([, share]) => share)).toEqual([
      '25',
      '75',
      '100',
    ]);
    const same = await submit(central, PREVIEW, form());
    expect(same.text).toContain('Nothing is different');

    // A milestone more, above the others and in the wrong place; D2 has no target any more; an empty row is none.
    const changed = form({
      'targets[]': ['2750', '3950', '4850', '8000', '8700', '6700', ''],
      'shares[]': ['120', '25', '50', '75', '100', ''],
      'q1[]': ['500', '1000', '2000', '3000', '4000', ''],
      'q2[]': ['500', '1000', '0', '2000', '3000', ''],
      'q3[]': ['500', '1000', '0', '0', '2000', ''],
      'q4[]': ['500', '1000', '0', '0', '0', ''],
      threshold: '79.25',
    });
    const review = await submit(central, PREVIEW, changed);
    expect(review.status).toBe(200);
    expect(problemsOfPage(review.text)).toEqual([]);
    const words = review.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain('C1 7,700 8,000 32,000');
    expect(words).toContain('D2 6,200 No target No target');
    expect(words).toContain('Milestone 120 % (Q1 / Q2 / Q3 / Q4): none → 500 / 500 / 500 / 500');
    expect(words).toContain('Utilization needed for a bonus: 80.00% → 79.25%');
    expect(words).toContain('Q4 FY 2025-26, from 1 Jan 2026, is the first quarter');
    expect(words).toContain('Quarters before 1 Jan 2026 stay as they are');
    expect((await historyNow()).history.items).toEqual([]);

    const back = await submit(central, PREVIEW, hiddenFields(review.text, PREVIEW));
    expect(back.status).toBe(200);
    const { _idempotencyKey: key = '' } = hiddenFields(review.text, ADDRESS);
    expect(key).not.toBe('');
    const first = await submit(central, ADDRESS, { ...changed, _idempotencyKey: key });
    expect(first.status).toBe(303);
    expect((await submit(central, ADDRESS, { ...changed, _idempotencyKey: key })).status).toBe(303);
    const { current, upcoming, history } = await historyNow();
    expect(current).toMatchObject({ number: 0, effectiveFrom: null, state: 'current', quarterly: { C1: 7700 } });
    expect(history.items).toHaveLength(1);
    expect(upcoming).toMatchObject([
      {
        ...{ number: 1, effectiveFrom: '2026-01-01', state: 'upcoming', utilizationThreshold: 7925 },
        milestones: [
          { percent: 25 },
          { percent: 50 },
          { percent: 75 },
          { percent: 100 },
          { percent: 120, amounts: [500, 500, 500, 500] },
        ],
      },
    ]);
    expect(upcoming[0]?.quarterly).not.toHaveProperty('D2');
    for (const address of [ADDRESS, `${ADDRESS}/new`, `${ADDRESS}/${upcoming[0]?.id ?? ''}`]) {
      expect(problemsOfPage((await openPage(central, address)).text)).toEqual([]);
    }
  });

  it.each<[string, Record<string, string | string[]>, string, string]>([
    ['a target of zero', { 'targets[]': ['0', '3950'] }, 'targets-0', 'A target is a whole number above 0.'],
    ['a negative target', { 'targets[]': ['2750', '-1'] }, 'targets-1', 'A target is a whole number above 0.'],
    ['a threshold of zero', { threshold: '0' }, 'threshold', 'A threshold from 0.01 to 100 per cent.'],
    ['a threshold with three decimals', { threshold: '79.999' }, 'threshold', 'A threshold from 0.01'],
    ['a negative cap', { bonusCap: '-5' }, 'bonusCap', 'A cap is a whole number above 0.'],
    ['a share that is there twice', { 'shares[]': ['25', '50', '50', '100'] }, 'shares-2', 'another row'],
    ['an amount that is missing', { 'q3[]': ['1000', '', '0', '2000'] }, 'q3-1', 'A whole number from 0.'],
    ['yesterday', { effectiveFrom: 'other', otherDay: '2025-11-11' }, 'effectiveFrom', 'never change for days that'],
    ['no day', { effectiveFrom: 'other', otherDay: '' }, 'effectiveFrom', 'Give a day that exists'],
    ['in ten years', { effectiveFrom: 'other', otherDay: '2035-04-01' }, 'effectiveFrom', 'two years ahead'],
  ])('refuses %s at its field and keeps what was typed', async (_name, wrong, field, message) => {
    const page = await submit(central, PREVIEW, form({ bonusCap: '12345', ...wrong }));
    expect(page.status).toBe(422);
    expect(page.text).toContain(`href="#field-${field}"`);
    expect(page.text).toContain(message);
    if (!('bonusCap' in wrong)) expect(page.text).toContain('value="12345"');
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it('refuses what programs should not send', async () => {
    for (const body of [
      { effectiveFrom: '2026-01-01', ...higher(0) },
      { effectiveFrom: '2026-01-01', ...higher(8000), organization: 'x' },
      { effectiveFrom: '2026-01-01', ...higher(8000), quarterly: { E9: 100 } },
      { effectiveFrom: '2026-01-01', ...higher(8000), quarterly: {} },
      { effectiveFrom: '2025-11-11', ...higher(8000) },
      higher(8000),
    ]) {
      const answer = await central.post(ADDRESS).send(body);
      expect([answer.status, answer.type]).toEqual([422, 'application/problem+json']);
    }
  });

  it('tells whoever did not see the last change what it was, and withdraws only what has not begun', async () => {
    const { revision, upcoming } = await historyNow();
    const planned = upcoming[0]?.id ?? '';
    expect((await set('2026-04-01', 9000, { revision })).status).toBe(201);
    const late = await set('2026-07-01', 9100, { revision });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ code: 'targets.changed_meanwhile', revision: revision + 1 });
    expect((late.body as { detail: string }).detail).toContain(
      `${cast.people.central.name} set version 2, from 2026-04-01`,
    );
    const page = await submit(central, ADDRESS, form({ 'targets[]': ['2999'], revision: String(revision) }));
    expect(page.status).toBe(409);
    expect(page.text).toContain('set version 2, from 2026-04-01');
    expect(page.text).toContain('value="2999"');
    expect(problemsOfPage(page.text)).toEqual([]);

    expect((await submit(central, `${ADDRESS}/${planned}/withdrawal`, { revision: String(revision) })).status).toBe(
      409,
    );
    expect((await submit(central, `${ADDRESS}/${planned}/withdrawal`, {})).status).toBe(303);
    expect((await submit(central, `${ADDRESS}/${planned}/withdrawal`, {})).status).toBe(409);
    const after = await historyNow();
    expect(after.upcoming.map(({ number }) => number)).toEqual([2]);
    expect(after.history.items.map(({ number, state }) => `${number} ${state}`)).toEqual(['2 upcoming', '1 withdrawn']);
    expect(problemsOfPage((await openPage(central, ADDRESS)).text)).toEqual([]);
    const audit = await openPage(await cast.as('hrAdmin'), '/hr/audit');
    expect(audit.text).toContain('withdrew version 1 of the targets, planned from 2026-01-01');
    const other = await createCast(app);
    expect((await (await other.as('central')).get(`${ADDRESS}/${planned}`)).status).toBe(404);
  });

  it('lets two at once set one of two', async () => {
    const { revision } = await historyNow();
    const answers = await Promise.all([
      set('2026-10-01', 9500, { revision }),
      set('2026-10-01', 9600, { revision }),
      set('2026-10-01', 9700, { revision }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await historyNow()).revision).toBe(revision + 1);
  });

  it('is central’s alone', async () => {
    for (const role of ['employee', 'hrAdmin', 'manager'] as const) {
      const agent = await cast.as(role);
      expect((await agent.get(ADDRESS)).status).toBe(403);
      expect((await agent.post(ADDRESS).send({ effectiveFrom: '2026-05-01', ...higher(1) })).status).toBe(403);
    }
  });

  it('45: changed today, the quarters that are over keep their target on every screen', async () => {
    const { employee } = cast.people;
    const { tenant } = cast;
    await tenant.run(async () => {
      for (const [day, points] of [
        ['2025-09-10', 7700],
        ['2025-11-03', 7700],
      ] as const) {
        await app.container.ledger.credit(tenant.system, {
          ...{ personId: employee.id, kind: 'award', points, categoryCode: 'initiative_ai', unit: 'pm' },
          ...{ effectiveDate: day, sourceKey: `award:${day}`, source: { type: 'award', id: day }, reason: 'Work' },
          basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
        });
      }
    });
    interface Quarter {
      readonly period: string;
      readonly progress: { readonly target: number; readonly percent: number };
    }
    const quarters = async () => {
      const { body } = await central.get(`/central/employees/${employee.id}`);
      const found = (body as { quarters: Quarter[] }).quarters;
      return Object.fromEntries(found.map(({ period, progress }) => [period, progress.target]));
    };
    const summary = async () => {
      const { body } = await (await cast.as('employee')).get('/employee/points-summary');
      return (body as { target: { quarter: number; year: number } }).target;
    };
    expect(await quarters()).toMatchObject({ '2025-Q2': 7700, '2025-Q3': 7700 });
    const preview = await central.post(PREVIEW).send({ effectiveFrom: '2025-11-12', ...higher(9900) });
    expect(preview.body).toMatchObject({
      preview: {
        ...{ midQuarter: true, quarter: { key: '2025-Q3', from: '2025-10-01', to: '2025-12-31' } },
        until: { effectiveFrom: '2026-04-01' },
        changes: [{ what: 'target', grade: 'C1', before: 7700, after: 9900 }],
      },
    });
    expect((await set('2025-11-12', 9900)).status).toBe(201);
    expect(await quarters()).toMatchObject({ '2025-Q2': 7700, '2025-Q3': 9900 });
    expect(await summary()).toEqual({ quarter: 9900, year: 39_600 });
    // A second one for the same day takes its place; the first stays in the history.
    expect((await set('2025-11-12', 9800)).status).toBe(201);
    expect(await summary()).toEqual({ quarter: 9800, year: 39_200 });
    const { current, history } = await historyNow();
    expect(current).toMatchObject({ effectiveFrom: '2025-11-12', quarterly: { C1: 9800 } });
    expect(history.items.slice(0, 2).map(({ state }) => state)).toEqual(['current', 'replaced']);
    expect((await submit(central, `${ADDRESS}/${current.id ?? ''}/withdrawal`, {})).status).toBe(409);
    // The day comes: what was planned applies, and what applied is past.
    app.clock.set('2026-04-01T06:00:00Z');
    const later = (await (await signIn(app, cast.people.central)).get(ADDRESS)).body as History;
    expect(later.current).toMatchObject({ effectiveFrom: '2026-04-01', quarterly: { C1: 9000 } });
  });
});
