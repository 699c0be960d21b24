import { z } from 'zod';
import { checkboxField, lineField, textField, optionalField, wholeNumberField } from '../../kernel/fields.js';
import { MAX_POINTS } from '../../kernel/points.js';
import { UNITS } from '../../kernel/units.js';
import { CATEGORY_KINDS, EVIDENCE_RULES, FREQUENCIES } from './category.js';

const grade = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _+-]{0,19}$/, { error: 'A grade such as C1.' });
const byGrade = (max: number) => z.record(grade, wholeNumberField(0, max));
/** More claims than this in one window is no limit any more. */
const MAX_CLAIMS = 1000;

const limit = z.strictObject({
  frequency: z.enum(FREQUENCIES, { error: 'Choose how often.' }),
  max: wholeNumberField(1, MAX_CLAIMS),
  gradeMax: byGrade(MAX_CLAIMS),
});

const terms = {
  name: lineField(120),
  description: optionalField(textField(1000)).transform((text) => text ?? ''),
  unit: z.enum(UNITS, { error: 'Choose the unit that owns the category.' }),
  kinds: z.array(z.enum(CATEGORY_KINDS)).min(1, { error: 'Choose at least one.' }),
  baseValue: wholeNumberField(0, MAX_POINTS),
  gradeValues: byGrade(MAX_POINTS),
  counted: checkboxField(),
  evidence: z.enum(EVIDENCE_RULES, { error: 'Choose the rule for evidence.' }),
  evidenceMayBeLink: checkboxField(),
  limit: limit.nullable(),
};

export const newCategorySchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, { error: 'Small letters, digits and _, starting with a letter.' }),
  ...terms,
});

/** What may change later: everything but the code. What is not given stays. */
export const categoryChangesSchema = z.strictObject(terms).partial();
