import { z } from 'zod';
import { lineField } from '../../kernel/fields.js';
import { proposeUtilizationInput } from './requests.schema.js';

/** A pending percentage as its proposer wants it from now on; person and month stay. */
export const reviseUtilizationInput = proposeUtilizationInput.omit({ personId: true, month: true });

/** What the one who decides found to be right, and why. */
export const correctUtilizationInput = z.strictObject({
  utilization: proposeUtilizationInput.shape.utilization,
  reason: lineField(500, 'Say why; who proposed it is told.'),
});

export type ReviseUtilizationInput = z.output<typeof reviseUtilizationInput>;
export type CorrectUtilizationInput = z.output<typeof correctUtilizationInput>;
