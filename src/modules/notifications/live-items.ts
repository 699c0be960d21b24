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

/**
 * Somebody's page has to change. A beneficiary learns nothing of proposals before they are approved. What is one of many
 * tells those who have to do with all of them once, by the event that sums them up; the unit's pages follow by hints.
 */
function changesOf(event: AnyStoredEvent, partnerId: string | null): NewLiveItem[] {
  switch (event.type) {
    case 'request.raised':
    case 'request.proposed':
      if (event.data.bulk === true) return [];
      return toAll(
        [event.data.approverId, claimant(event.data)],
        'request_raised',
        aboutRequest(event.data, 'pending'),
      );
    case 'requests.proposed': {
      const { validatorId, unit, count } = event.data;
      return toAll([validatorId, event.actor.id], 'request_raised', { unit, count, status: 'pending' });
    }
    case 'request.revised':
      return toAll(
        [event.data.approverId, claimant(event.data)],
        'request_reassigned',
        aboutRequest(event.data, 'pending'),
      );
    case 'request.approved': {
      const { approverId, personId, deciderId } = event.data;
      // Whoever made the claim is told by the sum.
      const gains = isOwn(event.data) ? null : personId;
      if (event.data.bulk === true) return toAll([gains], 'request_decided', aboutRequest(event.data, 'approved'));
      const people = [personId, claimant(event.data), approverId, deciderId, partnerId];
      return toAll(people, 'request_decided', aboutRequest(event.data, 'approved'));
    }
    case 'request.rejected': {
      if (event.data.bulk === true) return [];
      const people = [claimant(event.data), event.data.approverId, event.data.deciderId];
      return toAll(people, 'request_decided', aboutRequest(event.data, 'rejected'));
    }
    case 'requests.bulk_decided': {
      const { proposerId, done: count, decision } = event.data;
      const status = decision === 'approve' ? 'approved' : 'rejected';
      return count === 0 ? [] : toAll([proposerId], 'request_decided', { count, status });
    }
    case 'request.withdrawn':
      return toAll(
        [claimant(event.data), event.data.approverId],
        'request_decided',
        aboutRequest(event.data, 'withdrawn'),
      );
    case 'request.reassigned': {
      const own = isOwn(event.data) ? event.data.personId : null;
      const people = event.data.bulk === true ? [own] : [event.data.toId, event.data.fromId, claimant(event.data)];
      return toAll(people, 'request_reassigned', aboutRequest(event.data, 'pending'));
    }
    case 'requests.reassigned': {
      const { toId, from, unit, requestIds } = event.data;
      const people = [toId, ...from.map(({ id }) => id)];
      return toAll(people, 'request_reassigned', { unit, count: requestIds.length, status: 'pending' });
    }
    case 'points.credited': {
      const { personId, entryId, kind } = event.data;
      const granted = kind === 'award' || kind === 'bonus';
      return [
        ...toAll([personId], 'points_updated', { entryId }),
        ...(granted ? toAll([personId], 'award_received', { entryId }) : []),
      ];
    }
    case 'bonus.run_progressed':
    case 'bonus.run_completed':
      return toAll([event.data.personId], 'bonus_progress', { runId: event.subject.id });
    case 'import.progressed':
    case 'import.checked':
    case 'import.completed':
    case 'import.discarded':
      return toAll([event.data.personId], 'import_progress', { importId: event.subject.id });
    case 'export.progressed':
    case 'export.taken':
    case 'export.cancelled':
    case 'export.failed':
      return toAll([event.data.personId ?? null], 'export_progress', { exportId: event.subject.id });
    default:
      return [];
  }
}

/** Who made the claim: the updater who proposed it, or the person. */
function claimant(data: EventData['request.raised']): string {
  return data.proposerId ?? data.personId;
}

function isOwn(data: EventData['request.raised']): boolean {
  return claimant(data) === data.personId;
}

function aboutRequest(data: EventData['request.raised'], status: string): NewLiveItem['data'] {
  return { requestId: data.requestId, unit: data.unit, status };
}

function toAll(people: readonly (string | null)[], name: LiveEventName, data: NewLiveItem['data']): NewLiveItem[] {
  const distinct = new Set(people.filter((personId) => personId !== null));
  return [...distinct].map((personId) => ({ personId, name, data }));
}
