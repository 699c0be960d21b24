import { DateTime } from 'luxon';
import { BYTE_ORDER_MARK, csvLine } from '../../../../kernel/csv.js';
import type { AnyStoredEvent } from '../../../../kernel/events.js';
import { inSameContext } from '../../../../platform/request-context.js';
import type { Services } from '../../../services.js';
import { eventSentence, subjectName, withoutSecrets } from './event-words.js';
import { namesIn, words } from './present-audit.js';

const COLUMNS = [
  'at',
  'local_time',
  'type',
  'what',
  'actor_kind',
  'actor',
  'actor_id',
  'record_kind',
  'record',
  'record_id',
  'address',
  'request_id',
  'data',
  'before',
  'after',
  'event_id',
];

/** Events as lines of CSV, a batch at a time, so that memory does not grow with the file. */
export function auditLines(
  batches: AsyncIterable<readonly AnyStoredEvent[]>,
  zone: string,
  services: Services,
): AsyncIterable<string> {
  return inSameContext(linesOf(batches, zone, services));
}

async function* linesOf(
  batches: AsyncIterable<readonly AnyStoredEvent[]>,
  zone: string,
  services: Services,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for await (const events of batches) {
    const names = await namesIn(events, services);
    yield events
      .map((event) =>
        csvLine([
          event.at.toISOString(),
          DateTime.fromJSDate(event.at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss'),
          event.type,
          eventSentence(event, names, words),
          event.actor.kind,
          event.actor.name,
          event.actor.id,
          event.subject.type,
          subjectName(event, names),
          event.subject.id,
          event.address,
          event.requestId,
          jsonOf(event.data as unknown as Record<string, unknown>),
          jsonOf(event.before),
          jsonOf(event.after),
          event.id,
        ]),
      )
      .join('');
  }
}

function jsonOf(values: Readonly<Record<string, unknown>> | undefined): string {
  return values === undefined ? '' : JSON.stringify(withoutSecrets(values));
}
