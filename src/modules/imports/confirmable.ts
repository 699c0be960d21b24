import { Conflict, RuleBroken, ruleBroken } from '../../kernel/errors.js';
import type { ImportRecord } from './import.model.js';
import { ALL_OR_NOTHING_ROWS, type ConfirmOptions } from './import.js';

/** @throws Conflict `import.not_checked`; RuleBroken where nothing, or not all, can be written */
export function assertConfirmable(
  { status, valid, invalid, rows }: ImportRecord,
  { allOrNothing = false }: ConfirmOptions,
): void {
  if (status !== 'checked') {
    throw new Conflict('import.not_checked', 'Only an import that is checked can be confirmed; look at it again.');
  }
  if (valid === 0) throw new RuleBroken('import.nothing_valid', 'No row of this file can be imported.');
  if (!allOrNothing) return;
  if (invalid > 0) {
    const wrong = invalid === 1 ? '1 row has mistakes' : `${invalid} rows have mistakes`;
    throw new RuleBroken('import.has_invalid_rows', `${wrong}, and all or nothing was chosen. Nothing was imported.`);
  }
  if (rows > ALL_OR_NOTHING_ROWS) {
    throw ruleBroken(
      'import.too_many_rows',
      'allOrNothing',
      `All or nothing is possible for files of up to ${ALL_OR_NOTHING_ROWS} rows. Split the file, or import the good rows.`,
    );
  }
}
