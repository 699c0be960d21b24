import { z } from 'zod';
import { idField, listField, textField } from '../../kernel/fields.js';
import { MAX_BULK } from './requests.schema.js';

const MAX_REASON = 500;

const toId = idField('Choose who decides from now on.');
const reason = textField(MAX_REASON, 'Give a reason; the people concerned read it.');
const ids = listField(idField('This is no request.'), MAX_BULK).refine((list) => list.length > 0, {
  error: 'Choose at least one.',
});

export const reassignmentInput = z.strictObject({ toId, reason });
export const bulkReassignmentInput = z.strictObject({ ids, toId, reason });
/** The form that reassigns has a button that reminds; what it would need for reassigning is sent along and not looked at. */
export const bulkReminderInput = z.strictObject({
  ids,
  toId: z.string().max(100).optional(),
  reason: z.string().max(10_000).optional(),
});
export const takeoverInput = z.strictObject({ reason });

export type ReassignmentInput = z.output<typeof reassignmentInput>;
