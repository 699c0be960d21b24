import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { LAYOUT, type BoardModels, type BoardVersionRecord } from './board.model.js';
import type { BoardPeriod } from './board-scope.js';
import { currentOrganization } from './current-organization.js';

/** How old a version may be when another process could have raised it. */
export const CHECK_EVERY_MS = 200;
/** The same where there is no other process. Own changes are seen at once; this is for a commit whose answer got lost. */
export const CHECK_ALONE_EVERY_MS = 5000;

/** What the record of versions says; of an organization without boards nothing. */
export type BoardState = Pick<BoardVersionRecord, 'version' | 'day' | 'filled' | 'complete' | 'layout'>;

const NO_BOARDS: BoardState = { version: 0, day: null, filled: [], complete: [], layout: LAYOUT };

/** The state as the surrounding transaction sees it. */
export async function readState({ versions }: BoardModels): Promise<BoardState> {
  const record = await versions.findOne().lean<Partial<BoardVersionRecord>>();
  // What an earlier version of the program wrote lacks most of it.
  return record === null ? NO_BOARDS : { ...NO_BOARDS, layout: 0, ...record };
}

interface StateChange {
  readonly day?: LocalDate | undefined;
  readonly filled?: BoardPeriod;
  readonly complete?: BoardPeriod;
  readonly layout?: number;
}

/**
 * Raises the version, before anything else is written: writers of one organization's boards come one after the other, and
 * whoever began with what another has changed meanwhile starts anew.
 */
export async function nextVersion({ versions }: BoardModels, change: StateChange = {}): Promise<BoardState> {
  const { day, layout, ...periods } = change;
  const set = { ...(day !== undefined && { day }), ...(layout !== undefined && { layout }) };
  return versions
    .findOneAndUpdate(
      {},
      {
        $inc: { version: 1 },
        $set: set,
        $addToSet: periods,
        $setOnInsert: { _id: newId(), ...(layout === undefined && { layout: LAYOUT }) },
      },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<BoardVersionRecord>()
    .orFail();
}

interface Known {
  state: BoardState;
  checkedAt: number;
  /** Counts what this process changed; a check that began before a change says nothing about it. */
  changes: number;
  checkedChanges: number;
  checking: { readonly changes: number; readonly state: Promise<BoardState> } | undefined;
}

/** The board version and state of the organization at hand, asked of the database as seldom as possible. */
export interface BoardVersions {
  /** Readers who come while a check is under way share it. */
  current(): Promise<BoardState>;
  /** As it is now, whatever was known before. */
  fresh(): Promise<BoardState>;
  /** This process wrote scores: the next reader looks. */
  changed(): void;
}

/** A version older than `checkEvery` milliseconds is asked for again. */
export function createBoardVersions(models: BoardModels, clock: Clock, checkEvery: number): BoardVersions {
  const known = new Map<string, Known>();

  function ofOrganization(): Known {
    const id = currentOrganization();
    let entry = known.get(id);
    if (entry === undefined) {
      entry = { state: NO_BOARDS, checkedAt: -Infinity, changes: 0, checkedChanges: -1, checking: undefined };
      known.set(id, entry);
    }
    return entry;
  }

  async function check(entry: Known): Promise<BoardState> {
    const { changes } = entry;
    const state = await readState(models);
    if (state.version >= entry.state.version) entry.state = state;
    entry.checkedAt = clock.now().getTime();
    entry.checkedChanges = Math.max(entry.checkedChanges, changes);
    return entry.state;
  }

  return {
    async current(): Promise<BoardState> {
      const entry = ofOrganization();
      const age = Math.abs(clock.now().getTime() - entry.checkedAt);
      if (entry.checkedChanges === entry.changes && age < checkEvery) return entry.state;
      if (entry.checking?.changes !== entry.changes) {
        const checking = { changes: entry.changes, state: check(entry) };
        entry.checking = checking;
        const over = () => {
          if (entry.checking === checking) entry.checking = undefined;
        };
        checking.state.then(over, over);
      }
      return entry.checking?.state ?? entry.state;
    },
    fresh: () => readState(models),
    changed(): void {
      ofOrganization().changes += 1;
    },
  };
}
