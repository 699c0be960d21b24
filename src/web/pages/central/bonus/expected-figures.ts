import { ruleBroken } from '../../../../kernel/errors.js';

interface Typed {
  readonly expected?: { readonly count: number; readonly points: number } | undefined;
  readonly expectedCount?: number | undefined;
  readonly expectedPoints?: number | undefined;
  readonly confirmation?: string | undefined;
}

/**
 * The figures of the preview that somebody confirms. Whoever clicks has to type the word and the count, `AWARD 123`.
 * @throws RuleBroken `bonus.not_confirmed` at `confirmation`
 */
export function expectedOf(
  { expected, expectedCount, expectedPoints, confirmation }: Typed,
  word: 'AWARD' | 'SEND',
  mustConfirm: boolean,
): { readonly count: number; readonly points: number } | undefined {
  const seen =
    expected ??
    (expectedCount === undefined || expectedPoints === undefined
      ? undefined
      : { count: expectedCount, points: expectedPoints });
  if (!mustConfirm && confirmation === undefined) return seen;
  const asked = `${word} ${seen?.count ?? ''}`.trim();
  const typed = (confirmation ?? '').trim().replaceAll(/\s+/g, ' ').toUpperCase();
  if (seen === undefined || typed !== asked) {
    throw ruleBroken('bonus.not_confirmed', 'confirmation', `Type ${asked} to confirm.`);
  }
  return seen;
}
