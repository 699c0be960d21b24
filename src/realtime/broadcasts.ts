import type { Server } from 'socket.io';
import type { AnyStoredEvent } from '../kernel/events.js';
import { TOLD_EVENTS, type LiveFeed, type LiveItem } from '../modules/notifications/index.js';
import type { Outbox } from '../platform/outbox/index.js';
import type { HintLine } from './hint-line.js';
import { boardRoom, personRoom, trackerRoom, unitRoom } from './rooms.js';

interface BroadcastDependencies {
  readonly io: Server;
  readonly outbox: Outbox;
  readonly live: LiveFeed;
  /** Carries what goes to rooms of several people. */
  readonly hints: HintLine;
  /** Told that an organization's board changed. */
  readonly boardChanged: (organizationId: string) => void;
}

/** Tells open pages what happened. Subscribe after the modules, so that what the pages then fetch is there. */
export function subscribeBroadcasts({ io, outbox, live, hints, boardChanged }: BroadcastDependencies): void {
  function tellPeople(items: readonly LiveItem[]): void {
    for (const item of items) io.to(personRoom(item.personId)).emit(item.name, { ...item.data, cursor: item.cursor });
  }

  outbox.subscribe('live', TOLD_EVENTS, async (event) => {
    const items = await live.record(event);
    tellPeople(items);
    await tellOthers(event, live, hints, items);
    if (event.type === 'points.credited') boardChanged(event.organizationId);
  });

  const importEvents = ['import.progressed', 'import.checked', 'import.completed', 'import.discarded'] as const;
  const runEvents = ['bonus.run_progressed', 'bonus.run_completed'] as const;
  outbox.subscribe('live-bonuses', runEvents, async (event) => tellPeople(await live.record(event)));
  const exportEvents = ['export.progressed', 'export.taken', 'export.cancelled', 'export.failed'] as const;
  outbox.subscribe('live-exports', exportEvents, async (event) => tellPeople(await live.record(event)));
  outbox.subscribe('live-imports', importEvents, async (event) => tellPeople(await live.record(event)));

  outbox.subscribe('live-boards', ['person.deactivated', 'person.preferences_changed'], (event) => {
    boardChanged(event.organizationId);
    return Promise.resolve();
  });
}

/**
 * The unit's own people look at its queue, HR administration at every queue, managers and delivery partners at their
 * people. Ids only: each page fetches what its reader may see.
 */
async function tellOthers(
  event: AnyStoredEvent,
  live: LiveFeed,
  hints: HintLine,
  items: readonly LiveItem[],
): Promise<void> {
  const hint = await live.hint(event);
  if (hint === undefined) return;
  const { name, unit, tracked, record, ids, onlookerIds } = hint;
  const told = items.filter((item) => item.name === name).map((item) => personRoom(item.personId));
  const rooms = [
    ...(unit === null ? [] : [unitRoom(event.organizationId, unit)]),
    ...(tracked ? [trackerRoom(event.organizationId)] : []),
  ];
  if (rooms.length > 0) hints.add({ name, rooms, unit, record, ids, told });
  for (const room of new Set(onlookerIds.map(personRoom))) {
    if (!told.includes(room)) hints.add({ name, rooms: [room], unit, record, ids, told: [] });
  }
}

/** Tells everybody of an organization that is connected to this process that its board changed. */
export function tellBoard(io: Server, organizationId: string): void {
  io.local.to(boardRoom(organizationId)).emit('leaderboard_update', {});
}
