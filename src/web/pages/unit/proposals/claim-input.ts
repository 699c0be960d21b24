import { z } from 'zod';
import { checkboxField, idField, lineField, localDateField, optionalField } from '../../../../kernel/fields.js';
import { proposeRequestInput, raiseForInput } from '../../../../modules/requests/index.js';

/** A claim for somebody else, whichever way it is made. */
export interface ClaimInput {
  readonly personId: string;
  readonly categoryCode: string;
  readonly eventDate: string;
  readonly quantity: number;
  readonly notes: string;
  readonly deciderId: string;
  readonly link?: string | undefined;
  readonly attachmentIds: readonly string[];
  readonly acknowledgeDuplicate: boolean;
}

/** What the form says: the person chosen from a list or as text, which the server finds. */
export interface ClaimDraft extends Omit<ClaimInput, 'personId'> {
  readonly personId?: string | undefined;
  readonly person?: string | undefined;
  /** Back to the form, with everything that was typed. */
  readonly change: boolean;
}

/** What somebody's pending proposal shall be; where it names a month, the day is found by the request. */
export type RevisionInput = Omit<ClaimInput, 'personId' | 'link' | 'attachmentIds' | 'eventDate'> & {
  readonly eventDate?: string | undefined;
  readonly month?: string | undefined;
};

const GIVE_MONTH = 'Choose the month.';
const month = optionalField(
  z.string({ error: GIVE_MONTH }).regex(/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/, { error: GIVE_MONTH }),
);
const DAY = { eventDate: optionalField(localDateField('Give the day of the event, as YYYY-MM-DD.')) };
const NAME_PERSON = 'Name the person: a name, an e-mail address or an employee id.';
const DRAFT = {
  personId: optionalField(idField('Choose the person.')),
  person: optionalField(lineField(200, NAME_PERSON)),
  change: checkboxField(),
};

const proposed = proposeRequestInput.extend(DAY);
const proposedByMonth = proposed.extend({ month });
const revision = proposed.omit({ personId: true });
const revisionByMonth = revision.extend({ month });
const draft = proposed.extend(DRAFT);
const draftByMonth = proposedByMonth.extend(DRAFT);

interface Dated {
  readonly eventDate?: string | undefined;
  readonly month?: string | undefined;
}

/** A day or a month, and not both. Said together with everything else that is wrong. */
function hasDay({ eventDate, month: named }: Dated): boolean {
  return (eventDate === undefined) !== (named === undefined);
}
const dayMissing = (period: 'day' | 'month') =>
  period === 'day'
    ? { path: ['eventDate'], error: 'Give the day of the event, as YYYY-MM-DD.', when: always }
    : { path: ['month'], error: 'Choose the month, or give a day: one of them.', when: always };

function hasPerson({ personId, person }: { readonly personId?: unknown; readonly person?: unknown }): boolean {
  return personId !== undefined || person !== undefined;
}
const always = () => true;
const PERSON_MISSING = { path: ['person'], error: NAME_PERSON, when: always };

/** The first day of the month that was chosen. */
function dayOf({ eventDate, month: named }: Dated): string {
  return eventDate ?? `${named ?? ''}-01`;
}

const NO_EVIDENCE = { attachmentIds: [] };

/** The bodies with which a unit proposes, for a day or for a month. */
export function proposalInputs(period: 'day' | 'month') {
  // Where months are not taken, naming one is refused like every unknown field.
  const [one, checked, changed] = (
    period === 'month' ? [proposedByMonth, draftByMonth, revisionByMonth] : [proposed, draft, revision]
  ) as [typeof proposedByMonth, typeof draftByMonth, typeof revisionByMonth];
  return {
    send: one
      .refine(hasDay, dayMissing(period))
      .transform(({ validatorId, month: named, eventDate, ...rest }): ClaimInput => ({
        ...rest,
        ...NO_EVIDENCE,
        deciderId: validatorId,
        eventDate: dayOf({ eventDate, month: named }),
      })),
    preview: checked
      .refine(hasDay, dayMissing(period))
      .refine(hasPerson, PERSON_MISSING)
      .transform(({ validatorId, month: named, eventDate, ...rest }): ClaimDraft => ({
        ...rest,
        ...NO_EVIDENCE,
        deciderId: validatorId,
        eventDate: dayOf({ eventDate, month: named }),
      })),
    revision: changed
      .refine(hasDay, dayMissing(period))
      .transform(({ validatorId, ...rest }): RevisionInput => ({ ...rest, deciderId: validatorId })),
  };
}

/** The bodies with which requests are raised for others. */
export const onBehalfInputs = {
  send: raiseForInput.transform(({ approverId, ...rest }): ClaimInput => ({ ...rest, deciderId: approverId })),
  preview: raiseForInput
    .extend(DRAFT)
    .refine(hasPerson, PERSON_MISSING)
    .transform(({ approverId, ...rest }): ClaimDraft => ({ ...rest, deciderId: approverId })),
};
