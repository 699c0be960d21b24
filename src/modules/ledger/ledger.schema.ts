import { z } from 'zod';
import { idField, optionalField, textField, wholeNumberField } from '../../kernel/fields.js';
import { MAX_POINTS } from '../../kernel/points.js';

const MAX_REASON = 1000;

const correction = {
  reason: textField(MAX_REASON, 'Say why; the person reads it.'),
  /** What the entry was worth on the page. */
  basedOn: optionalField(wholeNumberField(0, MAX_POINTS)),
};
const points = wholeNumberField(0, MAX_POINTS, `The corrected value is a whole number from 0 to ${MAX_POINTS}.`);

/** `points` is the new value of the entry, 300 for 400 -> 300. */
export const adjustmentInput = z.strictObject({ entryId: idField('There is no such entry.'), points, ...correction });

/** The same where the address names the entry. */
export const correctionPreviewInput = z.strictObject({ points, ...correction });

export const reversalInput = z.strictObject(correction);
