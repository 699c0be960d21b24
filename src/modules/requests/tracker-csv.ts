import type { PersonActor } from '../../kernel/actor.js';
import { CSV_BATCH, requestLines } from './request-csv.js';
import type { RequestParts } from './request-parts.js';
import type { TrackerFilter } from './tracked-request.js';
import { eachTracked } from './tracked-requests.js';

/** What the tracker shows as CSV, oldest first, in pieces. */
export function trackerLines(parts: RequestParts, actor: PersonActor, filter: TrackerFilter): AsyncGenerator<string> {
  const { from, to, ...filters } = filter;
  const taken = { what: 'pending requests', filters, from, to };
  return requestLines(parts, actor, eachTracked(parts, filter, CSV_BATCH), taken);
}
