import type { z } from 'zod';
import { idField, textField } from '../../kernel/fields.js';
import { proposeRequestInput, raiseRequestInput } from './requests.schema.js';

/** A pending proposal as it shall be from now on; the person stays. */
export const reviseProposalInput = proposeRequestInput.omit({ personId: true });

/** As an employee raises, for somebody else and with somebody chosen to decide. */
export const raiseForInput = raiseRequestInput.extend({
  personId: idField('Choose the person.'),
  notes: textField(4000, 'Say what the person did.'),
  approverId: idField('Choose who decides.'),
});

export type ReviseProposalInput = z.output<typeof reviseProposalInput>;
export type RaiseForInput = z.output<typeof raiseForInput>;
