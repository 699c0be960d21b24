import { z } from 'zod';
import { dayShape, grantShape, idShape, instantShape, pageShape, personReference } from './common.js';

/** A person as HR administration sees it. `status` is the one that counts: past an exit date it is `deactivated`. */
export const personShape = z.object({
  id: idShape,
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  employeeId: z.string(),
  grade: z.string(),
  department: z.string(),
  location: z.string(),
  level: z.string(),
  manager: personReference.nullable(),
  dp: personReference.nullable(),
  joiningDate: dayShape,
  exitDate: dayShape.nullable(),
  status: z.enum(['active', 'deactivated']),
  grants: z.array(grantShape),
  /** True where name, addresses and employee id were erased. */
  erased: z.boolean(),
  /** Sent back with a change, so that nobody overwrites what somebody else changed meanwhile. */
  revision: z.int(),
});

export const onePersonShape = z.object({ person: personShape });
export const peopleShape = pageShape(personShape);

export const openWorkShape = z.object({
  reports: z.int(),
  dpPeople: z.int(),
  openItems: z.int(),
  itemsByUnit: z.partialRecord(z.string(), z.int()),
});

const signedInDeviceShape = z.object({
  id: idShape,
  browser: z.string(),
  system: z.string(),
  createdAt: instantShape,
  usedAt: instantShape,
});

export const personPageShape = z.object({
  person: personShape,
  openWork: openWorkShape,
  reports: pageShape(personReference),
  /** Where the person is signed in; each can be ended by its id. */
  sessions: z.array(
    z.object({
      id: idShape,
      browser: z.string(),
      system: z.string(),
      startedAt: instantShape,
      seenAt: instantShape,
      /** True for the session that asks. */
      current: z.boolean(),
    }),
  ),
  /** Browsers that may start sessions by themselves. */
  devices: z.array(signedInDeviceShape),
  /** Programs that hold a refresh token. */
  programs: z.array(signedInDeviceShape),
  /** Points, for those who may see everybody's. */
  figures: z.object({ total: z.int(), year: z.int(), period: z.string() }).nullable(),
  /** What happened to the person, the newest first. */
  history: pageShape(
    z.object({
      id: idShape,
      type: z.string(),
      at: instantShape,
      by: z.string(),
      reason: z.string().nullable(),
      changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      /** Codes of grants. */
      given: z.array(z.string()),
      taken: z.array(z.string()),
    }),
  ),
});
