import { z } from 'zod';
import { isId } from './ids.js';
import { isLocalDate } from './local-date.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './paging.js';
import { isPeriodKey, type PeriodKey } from './period.js';

/**
 * Building blocks of input schemas. A form sends text, a program sends JSON; each block names exactly what it takes from
 * either and nothing is coerced: `true`, `[5]` or `"1e3"` are no numbers.
 */

// Control characters except tab and line break, which people type into notes.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029]/;

/** Text that must be there, trimmed. */
export const textField = (max: number, missing = 'Please fill this in.') =>
  z
    .string({ error: missing })
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(1, { error: missing })
        .max(max, { error: `At most ${max} characters.` })
        .refine((text) => !CONTROL.test(text), { error: 'Contains characters that cannot be shown.' }),
    );

/** A single line: a name, a title. */
export const lineField = (max: number, missing?: string) =>
  textField(max, missing).refine((text) => !/[\n\t]/.test(text), { error: 'Must be a single line.' });

/** What is searched for: any text, but no characters that nobody types and that databases refuse. */
export const searchField = () =>
  z
    .string()
    .trim()
    .max(100, { error: 'At most 100 characters.' })
    .refine((text) => !CONTROL.test(text), { error: 'Contains characters that cannot be shown.' });

/** Makes a form field optional: an empty one counts as absent. */
export function optionalField<T extends z.ZodType>(field: T) {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), field.optional());
}

export const idField = (message = 'Choose one from the list.') =>
  z.string({ error: message }).refine(isId, { error: message });

export const localDateField = (message = 'Give a day that exists, as YYYY-MM-DD.') =>
  z.string({ error: message }).refine(isLocalDate, { error: message });

/** A whole number as JSON number or as plain digits. */
export const wholeNumberField = (min: number, max: number, message = `A whole number from ${min} to ${max}.`) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d{1,9}$/)
          .transform(Number),
      ],
      { error: message },
    )
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, { error: message });

/** A box that is ticked or not: JSON boolean, or the form's `true` / `on`. */
export const checkboxField = () =>
  z.preprocess(
    (value) =>
      value === 'true' || value === 'on'
        ? true
        : value === '' || value === 'false' || value === undefined
          ? false
          : value,
    z.boolean({ error: 'Yes or no.' }),
  );

/** One or several values under one form name, always an array afterwards. */
export const listField = <T extends z.ZodType>(item: T, max: number) =>
  z.preprocess(
    (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(item).max(max, { error: `At most ${max}.` }),
  );

export const periodField = () =>
  z
    .string()
    .refine((text): text is PeriodKey => isPeriodKey(text), { error: 'A period such as 2025-Q4, 2025 or all.' })
    .transform((text) => text);

/** `page` and `size` of a list's address. */
export const pageFields = {
  page: optionalField(wholeNumberField(1, 1_000_000)).transform((value) => value ?? 1),
  size: optionalField(wholeNumberField(1, MAX_PAGE_SIZE)).transform((value) => value ?? DEFAULT_PAGE_SIZE),
};
