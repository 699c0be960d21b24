import { z } from 'zod';
import { idField, localDateField, optionalField, textField } from '../../kernel/fields.js';
import { UNITS, type Unit } from '../../kernel/units.js';
import type { Delegates } from './absence.js';
import { delegateField } from './absence.policy.js';

const MAX_NOTE = 500;

const delegate = optionalField(idField('Choose one from the list.'));
/** Written out, so that the API document names each field. */
const delegateFields = {
  delegate_pm: delegate,
  delegate_pmarch: delegate,
  delegate_pmo: delegate,
  delegate_hr: delegate,
  delegate_ta: delegate,
  delegate_ld: delegate,
  delegate_presales: delegate,
  delegate_marketing: delegate,
};

/** `delegate_<unit>` for every unit that the person decides for. */
export const absenceInput = z
  .strictObject({
    from: localDateField('Give the first day, as YYYY-MM-DD.'),
    to: localDateField('Give the last day, as YYYY-MM-DD.'),
    note: optionalField(textField(MAX_NOTE)).transform((text) => text ?? ''),
    ...delegateFields,
  })
  .transform(({ from, to, note, ...named }) => ({ from, to, note, delegates: delegatesOf(named) }));

function delegatesOf(named: Readonly<Record<string, string | undefined>>): Delegates {
  return Object.fromEntries(
    UNITS.flatMap((unit): [Unit, string][] => {
      const id = named[delegateField(unit)];
      return id === undefined ? [] : [[unit, id]];
    }),
  );
}

export type AbsenceInput = z.output<typeof absenceInput>;
