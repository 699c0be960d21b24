import { z } from 'zod';
import { optionalField, pageFields, searchField, wholeNumberField } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import { isQuarterKey } from '../../../kernel/period.js';
import { ODDITIES, QUEUE_SORTS, QUEUE_STATUSES, type QueueFilter } from '../../../modules/requests/index.js';

const personField = () => optionalField(z.string().refine(isId, { error: 'The id of a person.' }));

/** What a queue can be narrowed by. */
export const queueFilterFields = {
  status: optionalField(z.enum(QUEUE_STATUSES, { error: 'A status of requests.' })).transform(
    (value) => value ?? 'pending',
  ),
  mine: optionalField(z.enum(['true', 'false'], { error: 'true or false' })).transform((value) => value === 'true'),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  year: optionalField(wholeNumberField(1900, 2999)),
  category: optionalField(z.string().max(60)),
  department: optionalField(z.string().max(100)),
  grade: optionalField(z.string().max(20)),
  location: optionalField(z.string().max(100)),
  kind: optionalField(z.enum(['raised', 'proposed'], { error: 'raised or proposed' })),
  person: personField(),
  decider: personField(),
  odd: optionalField(z.enum(ODDITIES, { error: 'What is odd about it, such as duplicate.' })),
  q: optionalField(searchField()),
};

const sort = optionalField(z.enum(QUEUE_SORTS, { error: 'A column to sort by.' }));

/** All of it stands in the address; pages and programs use the same words. */
export const queueQuery = z.object({ ...queueFilterFields, sort, ...pageFields });
export type QueueQuery = z.output<typeof queueQuery>;

/** The file has everything that the list has, on whatever page it is. */
export const queueExportQuery = z.object({ ...queueFilterFields, sort });

export function filterOf({ page: _page, size: _size, sort: _sort, ...filter }: QueueQuery): QueueFilter {
  return filter;
}
