import { z } from 'zod';
import { optionalField, pageFields, wholeNumberField } from '../../../kernel/fields.js';
import { ENTRY_KINDS } from '../../../modules/ledger/index.js';
import type { CentralEmployeeWish } from '../../../modules/reports/index.js';

/** Which fiscal year of a person is shown, and which entries of it. */
export const centralEmployeeQuery = z.object({
  year: optionalField(wholeNumberField(1900, 2999)),
  quarter: optionalField(z.enum(['1', '2', '3', '4'], { error: 'A quarter from 1 to 4.' })),
  category: optionalField(z.string().max(60)),
  kind: optionalField(z.enum(ENTRY_KINDS, { error: 'A kind of entry.' })),
  ...pageFields,
});

export type CentralEmployeeQuery = z.output<typeof centralEmployeeQuery>;

export function employeeWish({ year, quarter, category, kind }: CentralEmployeeQuery): CentralEmployeeWish {
  return {
    ...{ year, kind, categoryCode: category },
    quarter: quarter === undefined ? undefined : (Number(quarter) as 1 | 2 | 3 | 4),
  };
}
