import { z } from 'zod';
import {
  checkboxField,
  idField,
  listField,
  localDateField,
  optionalField,
  textField,
  wholeNumberField,
} from '../../kernel/fields.js';
import { MAX_ATTACHMENTS } from '../attachments/index.js';

const MAX_NOTES = 4000;
const MAX_QUANTITY = 1000;
/** Deciding more at once would hold the sender too long for an answer. */
export const MAX_BULK = 100;

const notes = (missing: string) => textField(MAX_NOTES, missing);
const categoryCode = z
  .string({ error: 'Choose a category.' })
  .min(1, { error: 'Choose a category.' })
  .max(60, { error: 'Choose a category.' });
const quantity = optionalField(wholeNumberField(1, MAX_QUANTITY)).transform((value) => value ?? 1);

/** A page on the web that shows the evidence. */
const link = z
  .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'An address that starts with https:// or http://.' })
  .max(500, { error: 'At most 500 characters.' });

/** What the server decides (points, status, person, organization) is no field here, so naming it is refused. */
export const raiseRequestInput = z.strictObject({
  categoryCode,
  eventDate: localDateField('Give the day of the event, as YYYY-MM-DD.'),
  notes: notes('Say what you did.'),
  quantity,
  approverId: optionalField(idField('Choose who decides.')),
  link: optionalField(link),
  attachmentIds: listField(idField('This is no file of yours.'), MAX_ATTACHMENTS),
  acknowledgeDuplicate: checkboxField(),
});

export const proposeRequestInput = z.strictObject({
  personId: idField('Choose the person.'),
  categoryCode,
  eventDate: localDateField('Give the day of the event, as YYYY-MM-DD.'),
  notes: notes('Say what the points are for.'),
  quantity,
  validatorId: idField('Choose who decides.'),
  acknowledgeDuplicate: checkboxField(),
});

export const proposeUtilizationInput = z.strictObject({
  personId: idField('Choose the person.'),
  month: z
    .string({ error: 'Give a month, as YYYY-MM.' })
    .regex(/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/, { error: 'Give a month, as YYYY-MM.' }),
  utilization: z
    .union([z.string().max(20), z.number()], { error: 'A percentage such as 88, 88% or 0.88.' })
    .transform((value) => String(value)),
  notes: notes('Say where the figure comes from.'),
  validatorId: idField('Choose who decides.'),
});

/** Points granted without a request; what they are worth is no field here. */
export const awardInput = z.strictObject({
  personId: idField('Choose the person.'),
  categoryCode,
  notes: notes('Say what the points are for; the person reads it.'),
  eventDate: optionalField(localDateField('Give the day of the event, as YYYY-MM-DD.')),
  quantity,
  /** Sent by the review step: what the person has of the category and day already has to be acknowledged. */
  checkDuplicates: checkboxField(),
  acknowledgeDuplicate: checkboxField(),
});

export const decisionInput = z.strictObject({
  decision: z.enum(['approve', 'reject'], { error: 'Approve or reject.' }),
  notes: notes('Give a reason; it is told to the person.'),
  /** The mark of the request as it was shown. */
  seen: optionalField(z.string().max(64)),
});

export const bulkDecisionInput = z.strictObject({
  ids: listField(idField('This is no request.'), MAX_BULK).refine((ids) => ids.length > 0, {
    error: 'Choose at least one.',
  }),
  notes: notes('Give a reason; it is told to the people.'),
  /** The marks of requests as they were shown, each `<id>:<mark>`. */
  seen: listField(z.string().max(128), MAX_BULK),
});

export type RaiseRequestInput = z.output<typeof raiseRequestInput>;
export type ProposeRequestInput = z.output<typeof proposeRequestInput>;
export type ProposeUtilizationInput = z.output<typeof proposeUtilizationInput>;
export type DecisionInput = z.output<typeof decisionInput>;
