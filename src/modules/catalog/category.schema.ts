import { z } from 'zod';
import {
  checkboxField,
  lineField,
  listField,
  localDateField,
  optionalField,
  textField,
  wholeNumberField,
} from '../../kernel/fields.js';
import { MAX_POINTS } from '../../kernel/points.js';
import { UNITS } from '../../kernel/units.js';
import { CATEGORY_KINDS, EVIDENCE_RULES, FREQUENCIES, type CategoryTerms } from './category.js';

/** More claims than this in one window is no limit any more. */
const MAX_CLAIMS = 1000;
const MAX_GRADES = 100;
/** Addresses of their own. */
const RESERVED_CODES = ['new', 'preview'];

const grade = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _+-]{0,19}$/, { error: 'A grade such as C1.' });

/** Numbers by grade, as a program sends them: `{"C1": 250}`. */
const byGrade = (min: number, max: number) => z.record(grade, wholeNumberField(min, max)).optional();

/** The same as a form sends them: one text for each of `grades[]`, in their order; an empty one says nothing. */
const inOrderOfGrades = (min: number, max: number) => listField(optionalField(wholeNumberField(min, max)), MAX_GRADES);

const terms = {
  name: lineField(120),
  description: optionalField(textField(1000)).transform((text) => text ?? ''),
  unit: z.enum(UNITS, { error: 'Choose the unit that owns the category.' }),
  kinds: listField(z.enum(CATEGORY_KINDS, { error: 'Choose from the list.' }), CATEGORY_KINDS.length).refine(
    (kinds) => kinds.length > 0,
    { error: 'Choose at least one.' },
  ),
  baseValue: wholeNumberField(0, MAX_POINTS),
  gradeValues: byGrade(0, MAX_POINTS),
  'grades[]': listField(grade, MAX_GRADES),
  'gradeValues[]': inOrderOfGrades(0, MAX_POINTS),
  'gradeMax[]': inOrderOfGrades(1, MAX_CLAIMS),
  counted: checkboxField(),
  evidence: z.enum(EVIDENCE_RULES, { error: 'Choose the rule for evidence.' }),
  evidenceMayBeLink: checkboxField(),
  frequency: optionalField(z.enum(FREQUENCIES, { error: 'Choose how often.' })),
  max: optionalField(wholeNumberField(1, MAX_CLAIMS)),
  gradeMax: byGrade(1, MAX_CLAIMS),
};

const code = z
  .string({ error: 'Small letters, digits and _, starting with a letter.' })
  .regex(/^[a-z][a-z0-9_]{1,39}$/, { error: 'Small letters, digits and _, starting with a letter.' })
  .refine((text) => !RESERVED_CODES.includes(text), { error: 'This code is needed by the product.' });

type Flat = z.output<z.ZodObject<typeof terms>>;

/** The terms in the shape in which they are kept. */
function readTerms(input: Flat, context: z.RefinementCtx): CategoryTerms {
  const problem = (path: string, message: string) => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  const numbersOf = (name: 'gradeValues' | 'gradeMax'): Record<string, number> => {
    const grades = input['grades[]'];
    const listed = input[`${name}[]`];
    if (listed.length > grades.length) problem(`${name}[]`, 'One for each grade.');
    const pairs = grades.map((one, index) => [one, listed[index]] as const);
    return {
      ...Object.fromEntries(pairs.filter((pair): pair is readonly [string, number] => pair[1] !== undefined)),
      ...input[name],
    };
  };
  const gradeMax = numbersOf('gradeMax');
  const { frequency, max } = input;
  if (frequency === undefined && (max !== undefined || Object.keys(gradeMax).length > 0)) {
    problem('frequency', 'Choose how often, or leave all limits empty.');
  }
  if (frequency !== undefined && max === undefined) problem('max', 'Say how many are possible.');
  return {
    name: input.name,
    description: input.description,
    unit: input.unit,
    kinds: CATEGORY_KINDS.filter((kind) => input.kinds.includes(kind)),
    baseValue: input.baseValue,
    gradeValues: numbersOf('gradeValues'),
    counted: input.counted,
    evidence: input.evidence,
    evidenceMayBeLink: input.evidenceMayBeLink,
    limit: frequency === undefined ? null : { frequency, max: max ?? 1, gradeMax },
  };
}

/** A new category: its code, and what it says. */
export const newCategoryInput = z
  .strictObject({ code, ...terms })
  .transform((input, context) => ({ code: input.code, terms: readTerms(input, context) }));

/** Everything a category says, from a day on; `revision` is what its page said. */
export const categoryRevisionInput = z
  .strictObject({
    ...terms,
    effectiveFrom: optionalField(localDateField()),
    revision: optionalField(wholeNumberField(0, 999_999_999)),
  })
  .transform((input, context) => ({
    terms: readTerms(input, context),
    effectiveFrom: input.effectiveFrom,
    revision: input.revision,
  }));

/** What a form says so far. */
export const categoryPreviewInput = z
  .strictObject({
    ...terms,
    code: optionalField(z.string().max(60)),
    effectiveFrom: optionalField(localDateField()),
    revision: optionalField(wholeNumberField(0, 999_999_999)),
  })
  .transform((input, context) => ({
    terms: readTerms(input, context),
    effectiveFrom: input.effectiveFrom,
  }));
