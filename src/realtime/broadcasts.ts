import type { Server } from 'socket.io';
import type { AnyStoredEvent } from '../kernel/events.js';
import { TOLD_EVENTS, type LiveFeed, type LiveItem } from '../modules/notifications/index.js';
import type { Outbox } from '../platform/outbox/index.js';
import { boardRoom, personRoom, unitRoom } from './rooms.js';

interface BroadcastDependencies {
  readonly io: Server;
  readonly outbox: Outbox;
  readonly live: LiveFeed;
  /** Told that an organization's board changed. */
  readonly boardChanged: (organizationId: string) => void;
}

/** Tells open pages what happened. Subscribe after the modules, so that what the pages then fetch is there. */
export function subscribeBroadcasts({ io, outbox, live, boardChanged }: BroadcastDependencies): void {
  outbox.subscribe('live', TOLD_EVENTS, async (event) => {
    const items = await live.record(event);
    for (const item of items) io.to(personRoom(item.personId)).emit(item.name, { ...item.data, cursor: item.cursor });
    tellUnit(io, event, items);
    if (event.type === 'points.credited') boardChanged(event.organizationId);
  });

  const importEvents = ['import.progressed', 'import.checked', 'import.completed', 'import.discarded'] as const;
  outbox.subscribe('live-imports', importEvents, async (event) => {
    for (const item of await live.record(event))
      io.to(personRoom(item.personId)).emit(item.name, { ...item.data, cursor: item.cursor });
  });

  outbox.subscribe('live-boards', ['person.deactivated', 'person.preferences_changed'], (event) => {
    // Of what people prefer, boards show whether somebody is seen on them.
    if (event.type === 'person.deactivated' || 'leaderboardOptOut' in event.data) boardChanged(event.organizationId);
    return Promise.resolve();
  });
}

/** The unit's own people look at its queue. Ids only: each page fetches what its reader may see. */
function tellUnit(io: Server, event: AnyStoredEvent, items: readonly LiveItem[]): void {
  const told = items.filter((item) => item.name !== 'notification').map((item) => personRoom(item.personId));
  switch (event.type) {
    case 'request.raised':
    case 'request.proposed': {
      const { requestId, unit } = event.data;
      io.to(unitRoom(event.organizationId, unit)).except(told).emit('request_raised', { requestId, unit });
      return;
    }
    case 'request.approved':
    case 'request.rejected':
    case 'request.withdrawn': {
      const { requestId, unit } = event.data;
      io.to(unitRoom(event.organizationId, unit)).except(told).emit('request_decided', { requestId, unit });
      return;
    }
    case 'request.revised':
    case 'request.reassigned': {
      const { requestId, unit } = event.data;
      io.to(unitRoom(event.organizationId, unit)).except(told).emit('request_reassigned', { requestId, unit });
      return;
    }
    default:
  }
}

/** Tells everybody of an organization that is connected to this process that its board changed. */
export function tellBoard(io: Server, organizationId: string): void {
  io.local.to(boardRoom(organizationId)).emit('leaderboard_update', {});
}
