import { z } from 'zod';
import { localDateField, optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { UNITS } from '../../../../kernel/units.js';
import { TRACKER_SORTS, TRACKER_STATUSES } from '../../../../modules/requests/index.js';

const personField = () => optionalField(z.string().refine(isId, { error: 'The id of a person.' }));

/** What the tracker can be narrowed by; all of it stands in the address. */
export const trackerFilterFields = {
  status: optionalField(z.enum(TRACKER_STATUSES, { error: 'A status of requests.' })),
  person: personField(),
  q: optionalField(searchField()),
  category: optionalField(z.string().max(60)),
  unit: optionalField(z.enum(UNITS, { error: 'A unit such as ta.' })),
  source: optionalField(z.enum(['raised', 'proposed'], { error: 'raised or proposed' })),
  location: optionalField(z.string().max(100)),
  decider: personField(),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
};

export const trackerQuery = z.object({
  ...trackerFilterFields,
  sort: optionalField(z.enum(TRACKER_SORTS, { error: 'A column to sort by.' })),
  ...pageFields,
});
export type TrackerQuery = z.output<typeof trackerQuery>;
