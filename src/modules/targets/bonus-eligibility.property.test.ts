import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bonusEligibility, type BonusFacts } from './bonus-eligibility.js';
import { DEFAULT_TARGETS, type TargetConfig } from './target-config.js';

const GRADES = ['A1', 'B1', 'C1', 'D2', 'E9'];
const QUARTERS = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4'] as const;

/** The rules read a second time, sentence by sentence from the domain, in fractions of exact whole numbers. */
function secondReading(facts: BonusFacts): { rule: string; amount: bigint } {
  const { config, quarter, grade } = facts;
  const target = new Map(Object.entries(config.quarterly)).get(grade);
  let amount = 0n;
  if (target !== undefined) {
    for (const { percent, amounts } of config.milestones) {
      const isReached = BigInt(facts.yearPoints) * 100n >= BigInt(percent) * 4n * BigInt(target);
      if (isReached) amount += BigInt(amounts[QUARTERS.indexOf(quarter as (typeof QUARTERS)[number])] ?? 0);
    }
  }
  if (facts.alreadyAwarded) return { rule: 'awarded', amount };
  if (target === undefined) return { rule: 'no-target', amount };
  if (BigInt(facts.quarterPoints) < BigInt(target)) return { rule: 'points', amount };
  const enough = BigInt(facts.utilizationSum) >= BigInt(config.utilizationThreshold) * BigInt(facts.months);
  if (grade !== 'A1' && !enough) return { rule: 'utilization', amount };
  if (amount === 0n) return { rule: 'no-milestone', amount };
  if (BigInt(facts.yearBonus) + amount > BigInt(config.bonusCap)) return { rule: 'cap', amount };
  return { rule: 'eligible', amount };
}

const amounts = fc.tuple(...QUARTERS.map(() => fc.constantFrom(0, 1, 1000, 1001, 4000))) as fc.Arbitrary<
  [number, number, number, number]
>;
const config: fc.Arbitrary<TargetConfig> = fc.oneof(
  fc.constant(DEFAULT_TARGETS),
  fc.record({
    quarterly: fc.constant(DEFAULT_TARGETS.quarterly),
    milestones: fc
      .uniqueArray(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 5 })
      .chain((percents) =>
        fc.tuple(
          ...percents.sort((a, b) => a - b).map((percent) => fc.record({ percent: fc.constant(percent), amounts })),
        ),
      ),
    utilizationThreshold: fc.integer({ min: 1, max: 10_000 }),
    bonusCap: fc.integer({ min: 1, max: 12_000 }),
  }),
);

/** Around the borders, where a wrong comparison shows. */
const near = (...borders: number[]) =>
  fc
    .tuple(fc.constantFrom(...borders), fc.integer({ min: -1, max: 1 }))
    .map(([border, off]) => Math.max(0, border + off));

const facts: fc.Arbitrary<BonusFacts> = fc.record({
  quarter: fc.constantFrom(...QUARTERS),
  alreadyAwarded: fc.boolean(),
  grade: fc.constantFrom(...GRADES),
  quarterPoints: near(0, 2750, 3950, 6200, 7700),
  yearPoints: near(0, 2750, 5500, 7700, 11_000, 15_400, 23_100, 30_800, 40_000),
  utilizationSum: near(0, 23_997, 24_000, 30_000),
  months: fc.constant(3),
  yearBonus: near(0, 7000, 9000, 9999, 10_000),
  config,
});

it('says what a plain second reading of the rules says', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { eligible, rule, amount, reason } = bonusEligibility(given);
      expect({ rule, amount: BigInt(amount) }).toEqual(secondReading(given));
      expect(eligible).toBe(rule === 'eligible');
      expect(reason).not.toBe('');
      // A figure below a threshold is never shown as having reached it.
      const shown = /^Utilization (\S+) % of (\S+) %/.exec(reason);
      if (shown !== null) expect(Number(shown[1])).toBeLessThanOrEqual(Number(shown[2]));
    }),
    { numRuns: 2000 },
  );
});
