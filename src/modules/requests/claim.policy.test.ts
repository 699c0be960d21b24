import { describe, expect, test } from 'vitest';
import type { Unit } from '../../kernel/units.js';
import { STARTING_CATALOGUE, type Category } from '../catalog/index.js';
import {
  assertEventDate,
  assertEvidence,
  assertOffered,
  assertUtilizationMonth,
  earliestEventDate,
  firstOfMonthsBack,
  worthOf,
} from './claim.policy.js';

const WINDOWS = { raiseWindowDays: 90, proposalWindowMonths: 12 };

function category(code: string, overrides: Partial<Category> = {}): Category {
  const terms = STARTING_CATALOGUE.find((candidate) => candidate.code === code);
  if (terms === undefined) throw new Error(`no category ${code}`);
  return { ...terms, id: code, status: 'active', version: 1, ...overrides };
}

const refused = (code: string, path: string) =>
  expect.objectContaining({ status: 422, code, errors: [expect.objectContaining({ path })] }) as Error;

describe('which categories are offered', () => {
  test.each([
    [category('mentoring'), 'raised', true],
    [category('mentoring', { status: 'inactive' }), 'raised', false],
    [category('market_impact'), 'raised', false],
    [category('spot_award'), 'raised', false],
    [category('spot_award'), 'proposed', true],
    [category('mentoring'), 'proposed', false],
    [category('bonus'), 'raised', false],
    [undefined, 'raised', false],
  ] as const)('%#', (given, kind, offered) => {
    if (offered) expect(assertOffered(given, kind)).toBe(given);
    else expect(() => assertOffered(given, kind)).toThrow(refused('request.category_not_offered', 'categoryCode'));
  });
});

describe('when the event may have been', () => {
  test.each([
    ['2025-11-12', true],
    ['2025-11-13', false],
    ['2025-08-14', true],
    ['2025-08-13', false],
  ])('raised on 12 Nov 2025 for %s: %s', (eventDate, accepted) => {
    const check = () =>
      assertEventDate(eventDate, '2025-11-12', earliestEventDate('raised', 'ta', '2025-11-12', WINDOWS));
    if (accepted) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ status: 422 }) as Error);
  });

  test.each<[Unit, string]>([
    ['ta', '2024-11-01'],
    ['ld', '2024-11-01'],
    ['hr', '2025-08-14'],
    ['pmo', '2025-08-14'],
  ])('proposals of %s go back to %s', (unit, earliest) => {
    expect(earliestEventDate('proposed', unit, '2025-11-12', WINDOWS)).toBe(earliest);
  });

  test.each([
    ['2025-11-30', 0, '2025-11-01'],
    ['2025-01-31', 1, '2024-12-01'],
    ['2025-12-01', 12, '2024-12-01'],
    ['2025-03-15', 27, '2022-12-01'],
  ])('%s, %d months back: %s', (date, months, expected) => {
    expect(firstOfMonthsBack(date, months)).toBe(expected);
  });

  test.each([
    ['2025-11', true],
    ['2025-12', false],
    ['2024-11', true],
    ['2024-10', false],
  ])('utilization of %s in November 2025: %s', (month, accepted) => {
    const check = () => assertUtilizationMonth(month, '2025-11-12', WINDOWS);
    if (accepted) expect(check).not.toThrow();
    else
      expect(check).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ path: 'month' })] }) as Error);
  });
});

describe('evidence', () => {
  test.each([
    ['value_add', 0, undefined, 'request.evidence_missing'],
    ['value_add', 0, 'https://example.com', 'request.link_not_accepted'],
    ['value_add', 1, undefined, undefined],
    ['mindshare', 0, undefined, 'request.evidence_missing'],
    ['mindshare', 0, 'https://example.com', undefined],
    ['mindshare', 1, undefined, undefined],
    ['mentoring', 0, undefined, undefined],
    ['mentoring', 3, undefined, undefined],
    ['interviews', 1, undefined, 'request.evidence_not_accepted'],
    ['interviews', 0, undefined, undefined],
  ] as const)('%s with %d files and link %s: %s', (code, files, link, problem) => {
    const check = () => assertEvidence(category(code), { files, link });
    if (problem === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: problem }) as Error);
  });
});

describe('what it is worth', () => {
  test.each([
    ['interviews', 'C1', 3, { value: 100, points: 300 }],
    ['mentoring', 'C1', 1, { value: 250, points: 250 }],
    ['presales_e2e', 'D2', 1, { value: 500, points: 500 }],
  ])('%s of a %s, %d times', (code, grade, quantity, worth) => {
    expect(worthOf(category(code), grade, quantity)).toEqual(worth);
  });

  test.each([
    ['mentoring', 'A1', 1, 'request.not_eligible', 'categoryCode'],
    ['presales_rfp', 'B2', 1, 'request.not_eligible', 'categoryCode'],
    ['utilization', 'C1', 1, 'request.not_eligible', 'categoryCode'],
    ['mentoring', 'C1', 2, 'request.quantity_not_accepted', 'quantity'],
    ['interviews', 'C1', 0, 'request.quantity_not_accepted', 'quantity'],
    ['interviews', 'C1', 1.5, 'request.quantity_not_accepted', 'quantity'],
  ])('%s of a %s, %d times, is refused', (code, grade, quantity, problem, path) => {
    expect(() => worthOf(category(code), grade, quantity)).toThrow(refused(problem, path));
  });
});
