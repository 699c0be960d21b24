import { z } from 'zod';
import { lineField, textField } from '../../kernel/fields.js';

const MAX_REASON = 500;
const MAX_EMPLOYEE_ID = 60;

/** An erasure as a form or a program orders it. */
export const erasureInput = z.strictObject({
  reason: textField(MAX_REASON, 'Say why, without naming the person.'),
  confirmation: lineField(MAX_EMPLOYEE_ID, 'Type the employee id to confirm.'),
});
