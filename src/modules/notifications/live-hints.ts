import type { AnyStoredEvent } from '../../kernel/events.js';
import type { LiveEventName } from './live-item.js';

/**
 * That records changed, for rooms of several people and for those who only look: ids and nothing else. A hint has no place
 * in anybody's order; whoever was away meanwhile looks anew at everything.
 */
export interface LiveHint {
  readonly name: LiveEventName;
  /** The unit whose people look at these records; null where none in particular does. */
  readonly unit: string | null;
  /** Whether HR administration sees them among the requests of the company. */
  readonly tracked: boolean;
  /** Whose records they are; manager and delivery partner look at them. Null where nobody's figures change by it. */
  readonly personId: string | null;
  readonly record: 'request' | 'entry';
  readonly ids: readonly string[];
}

/** What an event means for those whom it does not concern in person. Undefined where it means nothing to them. */
export function hintOf(event: AnyStoredEvent): LiveHint | undefined {
  switch (event.type) {
    case 'request.raised':
    case 'request.proposed':
      return aboutRequest(event, 'request_raised');
    case 'request.approved':
    case 'request.rejected':
    case 'request.withdrawn':
      return aboutRequest(event, 'request_decided');
    case 'request.revised':
    case 'request.reassigned':
      return aboutRequest(event, 'request_reassigned');
    case 'requests.reminded':
    case 'requests.escalated':
    case 'requests.unassigned':
      return {
        ...{ name: 'request_reassigned', unit: null, tracked: true, personId: null },
        ...{ record: 'request', ids: event.data.requestIds },
      };
    case 'points.credited': {
      // Points of a request are told by its decision.
      const { kind, personId, entryId } = event.data;
      if (kind === 'earn') return undefined;
      return { name: 'points_updated', unit: null, tracked: false, personId, record: 'entry', ids: [entryId] };
    }
    default:
      return undefined;
  }
}

type RequestEvent = Extract<AnyStoredEvent, { data: { requestId: string; unit: string; personId: string } }>;

function aboutRequest({ data }: RequestEvent, name: LiveEventName): LiveHint {
  const { requestId, unit, personId } = data;
  return { name, unit, tracked: true, personId, record: 'request', ids: [requestId] };
}
