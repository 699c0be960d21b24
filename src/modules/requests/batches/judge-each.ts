import type { Points } from '../../../kernel/points.js';
import { AppError } from '../../../kernel/errors.js';
import type { RowRefusal, RowVerdict } from './claim-batches.js';

/** A row that keeps to the rules, or why it does not. */
export type Judged<R, D> =
  | { readonly row: R; readonly draft: D; readonly refusal?: undefined }
  | { readonly row: R; readonly draft?: undefined; readonly refusal: RowRefusal };

/** A refusal that names a line, where others only differ in that. */
export class RowRefused extends Error {
  constructor(readonly refusal: RowRefusal) {
    super(refusal.message);
  }
}

/** Judges rows one after the other, so that each knows what the ones before it make. */
export function judgeEach<R, D>(rows: readonly R[], judge: (row: R) => D): Judged<R, D>[] {
  return rows.map((row) => {
    try {
      return { row, draft: judge(row) };
    } catch (error) {
      return { row, refusal: refusalOf(error) };
    }
  });
}

/** Somebody looked at what rows are worth before they are made; that must still be so. */
export function assertWorthAsSaid(said: Points | undefined, points: Points): void {
  if (said === undefined || said === points) return;
  throw new RowRefused({
    code: 'request.worth_changed',
    path: 'categoryCode',
    message: `Worth ${points} points by now, and ${said} when the file was checked. Upload the row again.`,
    reason: 'Worth something else by now than when the file was checked. Upload the row again.',
  });
}

function refusalOf(error: unknown): RowRefusal {
  if (error instanceof RowRefused) return error.refusal;
  if (!(error instanceof AppError)) throw error;
  const [problem] = error.errors;
  // Who is not there is asked for by the person.
  const path = problem?.path ?? (error.code === 'person.not_found' ? 'personId' : '');
  return { code: error.code, path, message: problem?.message ?? error.message };
}

export function draftsOf<R, D>(judged: readonly Judged<R, D>[]): { row: R; draft: D }[] {
  return judged.flatMap((one) => (one.refusal === undefined ? [{ row: one.row, draft: one.draft }] : []));
}

export function verdictsOf<R, D>(
  judged: readonly Judged<R, D>[],
  worth: (draft: D, row: R) => Pick<RowVerdict, 'points' | 'deciderId'>,
): RowVerdict[] {
  return judged.map((one) =>
    one.refusal === undefined
      ? { refusal: undefined, ...worth(one.draft, one.row) }
      : { refusal: one.refusal, points: 0, deciderId: null },
  );
}
