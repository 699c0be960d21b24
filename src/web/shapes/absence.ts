import { z } from 'zod';
import { ABSENCE_STATUSES } from '../../modules/absences/index.js';
import { dayShape, idShape, instantShape, pageShape, personReference } from './common.js';

const datesShape = z.object({ from: dayShape, to: dayShape });
const delegatesShape = z.array(z.object({ unit: z.string(), delegate: personReference }));

const destinationShape = z.object({
  unit: z.string(),
  count: z.int(),
  to: personReference.nullable(),
  isDelegate: z.boolean(),
});

/** An absence as the person and HR see it. */
export const absenceShape = datesShape.extend({
  id: idShape,
  person: personReference,
  delegates: delegatesShape,
  note: z.string(),
  status: z.enum(ABSENCE_STATUSES),
  namedBy: personReference,
  namedAt: instantShape,
  startedAt: instantShape.nullable(),
  endedAt: instantShape.nullable(),
});

export const oneAbsenceShape = z.object({ absence: absenceShape });

export const absencePreviewShape = z.object({
  preview: datesShape.extend({ delegates: delegatesShape, destinations: z.array(destinationShape) }),
});

export const absenceOverviewShape = z.object({
  person: personReference,
  enabled: z.boolean(),
  units: z.array(
    z.object({
      unit: z.string(),
      options: z.array(personReference.extend({ away: z.array(datesShape) })),
    }),
  ),
  coming: z.array(
    absenceShape.extend({
      destinations: z.array(destinationShape),
      progress: z.object({ left: z.int(), of: z.int() }).nullable(),
    }),
  ),
  past: pageShape(absenceShape),
});
