import type { NamedDifference, Verification } from '../../../../modules/verification/index.js';

interface Sums {
  readonly regular: number;
  readonly bonus: number;
}

/** A difference with the key of the sentence that says it. */
export interface SaidDifference {
  readonly personId: string | null;
  readonly of: NamedDifference['of'];
  readonly key: string;
  readonly type: string;
  readonly sequence: number | null;
  readonly entryId: string | null;
  readonly period: string | null;
  readonly year: number | null;
  readonly stored: Sums | null;
  readonly computed: Sums | null;
  /** True where the entries themselves are concerned, which nothing can compute anew. */
  readonly grave: boolean;
}

const KNOWN = [
  'entry.altered',
  'entry.missing',
  'entry.foreign',
  'account.altered',
  'total.wrong',
  'breakdown.wrong',
  'score.wrong',
  'sum.wrong',
  'tally.wrong',
  'set.wrong',
] as const;

/** What differs in an account itself, not in what is summed from it. */
const GRAVE = ['entry.altered', 'entry.missing', 'entry.foreign', 'account.altered'];

export function presentVerifications(verifications: readonly Verification[]) {
  const running = verifications.find(({ status }) => status === 'running') ?? null;
  const last = verifications.find(({ status }) => status !== 'running') ?? null;
  // What did not finish may have found something before.
  const judged = verifications.find(
    ({ status, found }) => status === 'completed' || (status !== 'running' && found > 0),
  );
  const differences = (judged?.differences ?? []).map(sayDifference);
  return {
    running,
    last,
    judged: judged ?? null,
    differences,
    grave: differences.some(({ grave }) => grave),
    results: verifications.map((one) => ({ ...one, result: resultOf(one), seconds: secondsOf(one) })),
  };
}

function resultOf({ status, found }: Verification): 'running' | 'interrupted' | 'differs' | 'completed' {
  return status === 'completed' && found > 0 ? 'differs' : status;
}

function secondsOf({ startedAt, completedAt }: Verification): number | null {
  return completedAt === null ? null : Math.round((completedAt.getTime() - startedAt.getTime()) / 1000);
}

function sayDifference(difference: NamedDifference): SaidDifference {
  const { of, type, personId, sequence, entryId, period, year, stored, computed } = difference;
  const known: readonly string[] = KNOWN;
  const key = !known.includes(type) ? 'other' : type === 'score.wrong' && isSame(stored, computed) ? 'row.wrong' : type;
  return {
    ...{ of, type, personId, key: `verification.of.${key}`, grave: GRAVE.includes(type) },
    ...{ sequence: sequence ?? null, entryId: entryId ?? null, period: period ?? null, year: year ?? null },
    ...{ stored: stored ?? null, computed: computed ?? null },
  };
}

/** A row may have the right points and say something wrong about the person. */
function isSame(stored: Sums | null | undefined, computed: Sums | null | undefined): boolean {
  return stored?.regular === computed?.regular && stored?.bonus === computed?.bonus;
}
