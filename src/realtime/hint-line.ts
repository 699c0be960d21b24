import type { LiveEventName } from '../modules/notifications/index.js';
import { createPulse } from './board-pulse.js';

/** That records changed, on its way to rooms. */
export interface RoomHint {
  readonly name: LiveEventName;
  readonly rooms: readonly string[];
  readonly unit: string | null;
  readonly record: 'request' | 'entry';
  readonly ids: readonly string[];
  /** Rooms of people who were told by themselves already. */
  readonly told: readonly string[];
}

/** What pages get: one id, or how many there are with the first of them. */
export type HintPayload = Readonly<Record<string, string | number | readonly string[]>>;

/** Hints of the same kind for the same rooms go out together: the first at once, those that follow once a second. */
export interface HintLine {
  add(hint: RoomHint): void;
  stop(): void;
}

type Emit = (name: LiveEventName, rooms: readonly string[], except: readonly string[], payload: HintPayload) => void;

interface Waiting {
  readonly hint: RoomHint;
  readonly ids: Set<string>;
  told: readonly string[];
}

/** More would fill frames; a page that sees so many looks at everything anyway. */
const MOST_IDS = 100;

export function createHintLine(intervalMs: number, emit: Emit): HintLine {
  const waiting = new Map<string, Waiting>();

  const pulse = createPulse(intervalMs, (key) => {
    const found = waiting.get(key);
    waiting.delete(key);
    if (found !== undefined) emit(found.hint.name, found.hint.rooms, found.told, payloadOf(found));
  });

  return {
    add(hint) {
      const key = [hint.name, hint.record, ...hint.rooms].join(' ');
      const found = waiting.get(key);
      if (found === undefined) waiting.set(key, { hint, ids: new Set(hint.ids), told: hint.told });
      else {
        for (const id of hint.ids) found.ids.add(id);
        // Whoever was told of one and not of the other still has to hear of it.
        found.told = found.told.filter((room) => hint.told.includes(room));
      }
      pulse.changed(key);
    },
    stop() {
      pulse.stop();
      waiting.clear();
    },
  };
}

function payloadOf({ hint, ids }: Waiting): HintPayload {
  const unit = hint.unit === null ? {} : { unit: hint.unit };
  const all = [...ids];
  if (all.length === 1) return { [`${hint.record}Id`]: all[0] ?? '', ...unit };
  return { [`${hint.record}Ids`]: all.slice(0, MOST_IDS), count: all.length, ...unit };
}
