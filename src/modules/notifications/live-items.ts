import type { AnyStoredEvent, EventData } from '../../kernel/events.js';
import type { LiveEventName } from './live-item.js';
import type { Message } from './message.js';
import type { MessageType } from './notification.js';

/** What an open page of one person learns from an event. */
export interface NewLiveItem {
  readonly personId: string;
  readonly name: LiveEventName;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ToldMessage extends Message {
  readonly personId: string;
  readonly type: MessageType;
}

/** What an event means for the open pages of people; `told` are the messages that go with it. */
export function liveItemsOf(
  event: AnyStoredEvent,
  partnerId: string | null,
  told: readonly ToldMessage[],
): NewLiveItem[] {
  return [
    ...changesOf(event, partnerId),
    ...told.map(({ personId, type, text, href }) => ({
      personId,
      name: 'notification' as const,
      data: { type, text, href },
    })),
  ];
}

/** Somebody's page has to change. A beneficiary learns nothing of proposals before they are approved. */
function changesOf(event: AnyStoredEvent, partnerId: string | null): NewLiveItem[] {
  switch (event.type) {
    case 'request.raised':
    case 'request.proposed':
      return toAll(
        [event.data.approverId, claimant(event.data)],
        'request_raised',
        aboutRequest(event.data, 'pending'),
      );
    case 'request.revised':
      return toAll(
        [event.data.approverId, claimant(event.data)],
        'request_reassigned',
        aboutRequest(event.data, 'pending'),
      );
    case 'request.approved': {
      const { approverId, personId, deciderId } = event.data;
      const people = [personId, claimant(event.data), approverId, deciderId, partnerId];
      return toAll(people, 'request_decided', aboutRequest(event.data, 'approved'));
    }
    case 'request.rejected': {
      const people = [claimant(event.data), event.data.approverId, event.data.deciderId];
      return toAll(people, 'request_decided', aboutRequest(event.data, 'rejected'));
    }
    case 'request.withdrawn':
      return toAll(
        [claimant(event.data), event.data.approverId],
        'request_decided',
        aboutRequest(event.data, 'withdrawn'),
      );
    case 'request.reassigned': {
      const people = [event.data.toId, event.data.fromId, claimant(event.data)];
      return toAll(people, 'request_reassigned', aboutRequest(event.data, 'pending'));
    }
    case 'points.credited': {
      const { personId, entryId, kind } = event.data;
      const granted = kind === 'award' || kind === 'bonus';
      return [
        ...toAll([personId], 'points_updated', { entryId }),
        ...(granted ? toAll([personId], 'award_received', { entryId }) : []),
      ];
    }
    case 'import.progressed':
    case 'import.checked':
    case 'import.completed':
    case 'import.discarded':
      return toAll([event.data.personId], 'import_progress', { importId: event.subject.id });
    default:
      return [];
  }
}

/** Who made the claim: the updater who proposed it, or the person. */
function claimant(data: EventData['request.raised']): string {
  return data.proposerId ?? data.personId;
}

function aboutRequest(data: EventData['request.raised'], status: string): NewLiveItem['data'] {
  return { requestId: data.requestId, unit: data.unit, status };
}

function toAll(people: readonly (string | null)[], name: LiveEventName, data: NewLiveItem['data']): NewLiveItem[] {
  const distinct = new Set(people.filter((personId) => personId !== null));
  return [...distinct].map((personId) => ({ personId, name, data }));
}
