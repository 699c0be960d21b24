import { z } from 'zod';
import { dayShape, idShape, instantShape, personReference } from './common.js';

export const organizationShape = z.object({
  organization: z.object({
    id: idShape,
    name: z.string(),
    slug: z.string(),
    calendar: z.object({ zone: z.string(), fiscalStartMonth: z.int() }),
    settings: z.object({
      raiseWindowDays: z.int(),
      proposalWindowMonths: z.int(),
      workingDays: z.array(z.int()),
      workdayHours: z.object({ from: z.string(), to: z.string() }),
      holidays: z.array(z.object({ date: dayShape, name: z.string() })),
      remindAfterWorkingDays: z.int(),
      escalateAfterWorkingDays: z.int(),
      allowedDomains: z.array(z.string()),
      registrationOpen: z.boolean(),
      mailSender: z.object({ name: z.string(), address: z.string() }).nullable(),
      access: z.object({
        passwordMinLength: z.int(),
        idleMinutes: z.int(),
        sessionHours: z.int(),
        rememberDays: z.int(),
      }),
      features: z.record(z.string(), z.boolean()),
      locale: z.string(),
    }),
    logo: z.object({ type: z.string(), size: z.int() }).nullable(),
    /** Send it with a change, so that nobody's change in between is lost. */
    revision: z.int(),
  }),
});

const useShape = z.object({ people: z.int(), deactivated: z.int() });
const valueShape = z.object({ name: z.string(), us: z.boolean().optional(), ...useShape.shape });

export const listsShape = z.object({
  lists: z.object({
    grades: z.array(valueShape),
    departments: z.array(valueShape),
    locations: z.array(valueShape),
    levels: z.array(valueShape),
  }),
});

const fieldsShape = z.record(z.string(), z.unknown());

export const auditShape = z.object({
  items: z.array(
    z.object({
      id: idShape,
      at: instantShape,
      type: z.string(),
      what: z.string(),
      actor: z.object({ kind: z.string(), id: idShape.nullable(), name: z.string() }),
      subject: z.object({ type: z.string(), id: idShape }),
      address: z.string().nullable(),
      before: fieldsShape.nullable(),
      after: fieldsShape.nullable(),
    }),
  ),
  page: z.object({
    size: z.int(),
    /** At most 10 000; null where it cannot be said quickly. */
    total: z.int().nullable(),
    totalIsMore: z.boolean(),
    /** To be sent as `older` and `newer`; null at the end. */
    older: idShape.nullable(),
    newer: idShape.nullable(),
    /** The search stopped before the page was full; `older` goes on. */
    unfinished: z.boolean(),
  }),
  /** Several people are meant by what was typed; nothing is listed until one is chosen. */
  candidates: z.array(personReference),
});
