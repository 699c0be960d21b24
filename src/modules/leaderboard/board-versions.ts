import type { Clock } from '../../kernel/clock.js';
import type { BoardModels, BoardVersionRecord } from './board.model.js';
import { currentOrganization } from './current-organization.js';

/** How old a version may be when another process could have raised it. */
export const CHECK_EVERY_MS = 200;
/** The same where there is no other process. Own changes are seen at once; this is for a commit whose answer got lost. */
export const CHECK_ALONE_EVERY_MS = 5000;

interface Known {
  version: number;
  checkedAt: number;
  /** Counts what this process changed; a check that began before a change says nothing about it. */
  changes: number;
  checkedChanges: number;
  checking: { readonly changes: number; readonly version: Promise<number> } | undefined;
}

/** The board version of the organization at hand, asked of the database as seldom as possible. */
export interface BoardVersions {
  /** Readers who come while a check is under way share it. */
  current(): Promise<number>;
  /** This process wrote scores: the next reader looks. */
  changed(): void;
}

/** A version older than `checkEvery` milliseconds is asked for again. */
export function createBoardVersions({ versions }: BoardModels, clock: Clock, checkEvery: number): BoardVersions {
  const known = new Map<string, Known>();

  function ofOrganization(): Known {
    const id = currentOrganization();
    let entry = known.get(id);
    if (entry === undefined) {
      entry = { version: 0, checkedAt: -Infinity, changes: 0, checkedChanges: -1, checking: undefined };
      known.set(id, entry);
    }
    return entry;
  }

  async function check(entry: Known): Promise<number> {
    const { changes } = entry;
    const record = await versions.findOne().lean<BoardVersionRecord>();
    entry.version = Math.max(entry.version, record?.version ?? 0);
    entry.checkedAt = clock.now().getTime();
    entry.checkedChanges = Math.max(entry.checkedChanges, changes);
    return entry.version;
  }

  return {
    async current(): Promise<number> {
      const entry = ofOrganization();
      const age = Math.abs(clock.now().getTime() - entry.checkedAt);
      if (entry.checkedChanges === entry.changes && age < checkEvery) return entry.version;
      if (entry.checking?.changes !== entry.changes) {
        const checking = { changes: entry.changes, version: check(entry) };
        entry.checking = checking;
        const over = () => {
          if (entry.checking === checking) entry.checking = undefined;
        };
        checking.version.then(over, over);
      }
      return entry.checking?.version ?? entry.version;
    },
    changed(): void {
      ofOrganization().changes += 1;
    },
  };
}
