import { describe, expect, it } from 'vitest';
import type { AbsenceDates } from './absence.js';
import {
  assertNoProblem,
  dateProblems,
  delegateProblems,
  unitsDecidedBy,
  type AbsencePlan,
  type DelegateCandidate,
} from './absence.policy.js';
import type { Away } from './roster.js';

const TODAY = '2025-11-12';
const days = (from: string, to: string): AbsenceDates => ({ from, to });

describe('the days of an absence', () => {
  it.each<[string, AbsenceDates, string | undefined]>([
    ['may begin today', days('2025-11-12', '2025-11-12'), undefined],
    ['may not begin in the past', days('2025-11-11', '2025-11-20'), 'absence.in_the_past'],
    ['may not end before they begin', days('2025-11-20', '2025-11-19'), 'absence.ends_before_it_begins'],
    ['are 366 at most', days('2025-12-06', '2026-12-06'), undefined],
    ['are no more', days('2025-12-06', '2026-12-07'), 'absence.too_long'],
    ['may lie beside others', days('2025-12-06', '2025-12-07'), undefined],
    ['share none with the first day of another one', days('2025-11-20', '2025-12-01'), 'absence.overlaps'],
    ['share none with the last day of another one', days('2025-12-05', '2025-12-10'), 'absence.overlaps'],
    ['share none with one inside', days('2025-11-20', '2025-12-20'), 'absence.overlaps'],
  ])('%s', (_words, given, code) => {
    const own = [days('2025-12-01', '2025-12-05')];
    expect(dateProblems(given, TODAY, own).map((problem) => problem.code)).toEqual(code === undefined ? [] : [code]);
  });

  it('say which other absence they overlap', () => {
    expect(dateProblems(days('2025-12-01', '2025-12-01'), TODAY, [days('2025-11-30', '2025-12-05')])).toEqual([
      { code: 'absence.overlaps', path: 'from', message: 'Overlaps the absence from 30 Nov 2025 to 5 Dec 2025.' },
    ]);
  });

  it.each<[string, AbsenceDates, string | undefined]>([
    ['keep their beginning', days('2025-11-10', '2025-11-14'), undefined],
    ['begin no other day', days('2025-11-11', '2025-11-14'), 'absence.has_begun'],
    ['may end today', days('2025-11-10', '2025-11-12'), undefined],
    ['may not end in the past', days('2025-11-10', '2025-11-11'), 'absence.in_the_past'],
  ])('of a running one %s', (_words, given, code) => {
    const problems = dateProblems(given, TODAY, [], '2025-11-10');
    expect(problems.map((problem) => problem.code)).toEqual(code === undefined ? [] : [code]);
  });
});

const ta = [{ unit: 'ta' as const, duty: 'validator' as const }];
const candidate = (id: string, changes: Partial<DelegateCandidate> = {}): [string, DelegateCandidate] => [
  id,
  {
    id,
    name: id.replace(/^./, (letter) => letter.toUpperCase()),
    status: 'active',
    exitDate: null,
    grants: ta,
    ...changes,
  },
];
const PEOPLE = new Map([
  candidate('gail'),
  candidate('jo'),
  candidate('rob'),
  candidate('ann', { grants: [{ unit: 'ta', duty: 'updater' }] }),
  candidate('max', { exitDate: '2025-11-20' }),
  candidate('kim', { exitDate: '2025-11-21' }),
  candidate('lee', { status: 'deactivated' }),
]);
const away = (personId: string, from: string, to: string, delegate?: string): Away => ({
  personId,
  from,
  to,
  delegates: delegate === undefined ? {} : { ta: delegate },
});

/** Gail is away from Monday to Friday. */
function problemOf(delegate: string | undefined, ...absences: Away[]) {
  const delegates = delegate === undefined ? {} : { ta: delegate };
  const plan: AbsencePlan = { personId: 'gail', from: '2025-11-17', to: '2025-11-21', delegates };
  const [problem, ...others] = delegateProblems(plan, ['ta'], { people: PEOPLE, absences });
  expect(others).toEqual([]);
  return problem;
}

describe('a delegate', () => {
  it.each<[string, string | undefined, Away[], string | undefined]>([
    ['is there and decides for the unit', 'jo', [], undefined],
    ['has to be named', undefined, [], 'absence.delegate_missing'],
    ['is somebody else', 'gail', [], 'absence.delegate_self'],
    ['is known', 'nobody', [], 'absence.delegate_without_duty'],
    ['holds the duty', 'ann', [], 'absence.delegate_without_duty'],
    ['is active', 'lee', [], 'absence.delegate_without_duty'],
    ['stays until the last day', 'max', [], 'absence.delegate_leaves'],
    ['may leave on the last day', 'kim', [], undefined],
    [
      'may be away before and after',
      'jo',
      [away('jo', '2025-11-10', '2025-11-16', 'rob'), away('jo', '2025-11-22', '2025-11-30', 'rob')],
      undefined,
    ],
    ['may be away where somebody decides meanwhile', 'jo', [away('jo', '2025-11-19', '2025-11-30', 'rob')], undefined],
    ['is not away where nobody does', 'jo', [away('jo', '2025-11-21', '2025-11-30')], 'absence.delegate_away'],
    ['does not lead back', 'jo', [away('jo', '2025-11-21', '2025-11-30', 'gail')], 'absence.circle'],
    [
      'does not lead back on a later day',
      'jo',
      [away('jo', '2025-11-10', '2025-11-30', 'rob'), away('rob', '2025-11-20', '2025-11-20', 'gail')],
      'absence.circle',
    ],
    [
      'may lead back on other days',
      'jo',
      [away('jo', '2025-11-10', '2025-11-30', 'rob'), away('rob', '2025-11-22', '2025-11-30', 'gail')],
      undefined,
    ],
  ])('%s', (_words, delegate, absences, code) => {
    expect(problemOf(delegate, ...absences)?.code).toBe(code);
  });

  it('is refused at its field, naming the circle and the days', () => {
    const back = [away('jo', '2025-11-10', '2025-11-30', 'rob'), away('rob', '2025-11-20', '2025-11-20', 'gail')];
    expect(problemOf('jo', ...back)).toEqual({
      code: 'absence.circle',
      path: 'delegate_ta',
      message: 'Nobody would decide: Gail → Jo → Rob → Gail. Choose somebody else.',
    });
    expect(problemOf('jo', away('jo', '2025-11-18', '2025-11-19'))?.message).toContain('18 Nov 2025 to 19 Nov 2025');
  });

  it('is not named for a unit that the person does not decide for', () => {
    const plan: AbsencePlan = {
      personId: 'gail',
      from: '2025-11-17',
      to: '2025-11-21',
      delegates: { ta: 'jo', pm: 'rob' },
    };
    const problems = delegateProblems(plan, ['ta'], { people: PEOPLE, absences: [] });
    expect(problems).toMatchObject([{ code: 'absence.nothing_to_delegate', path: 'delegate_pm' }]);
  });
});

describe('who needs a delegate', () => {
  it('whoever holds the duty that decides, and nobody else', () => {
    expect(unitsDecidedBy([...ta, { unit: 'pm', duty: 'approver' }])).toEqual(['pm', 'ta']);
    expect(
      unitsDecidedBy([
        { unit: 'hr', duty: 'admin' },
        { unit: 'ta', duty: 'updater' },
        { unit: 'dp', duty: 'viewer' },
        { unit: 'central', duty: 'admin' },
      ]),
    ).toEqual([]);
  });
});

describe('problems', () => {
  it('are thrown together, each at its field', () => {
    expect(() => {
      assertNoProblem([]);
    }).not.toThrow();
    expect(() => {
      assertNoProblem([
        { code: 'absence.delegate_self', path: 'delegate_pm', message: 'One.' },
        { code: 'absence.circle', path: 'delegate_ta', message: 'Two.' },
      ]);
    }).toThrow(
      expect.objectContaining({
        code: 'absence.delegate_self',
        errors: [
          { path: 'delegate_pm', message: 'One.' },
          { path: 'delegate_ta', message: 'Two.' },
        ],
      }),
    );
  });
});
