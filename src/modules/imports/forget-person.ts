import type { Storage } from '../../platform/storage/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { ImportStore } from './import.store.js';
import type { RawRow } from './sealed-text.js';

interface ForgetDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly store: ImportStore;
}

/** Somebody whose rows shall be gone: by id, or by the cells that name nobody else, in lower case. */
export interface ForgottenPerson {
  readonly id: string;
  readonly cells: ReadonlySet<string>;
}

const ERASED_ROW = { column: '', message: 'The person of this row was erased.', reason: 'The person was erased.' };

/**
 * Empties the rows of somebody in files that are still kept; such a row is not written any more. Doing it again does
 * nothing. How many rows there were.
 */
export async function forgetPerson(deps: ForgetDependencies, person: ForgottenPerson): Promise<number> {
  const { storage, clock, store } = deps;
  let forgotten = 0;
  for (const record of await store.withRowsBefore(new Date(clock.now().getTime() + 60_000))) {
    for (let number = 0; number < record.chunks; number += 1) {
      forgotten += await storage.run(() => forgetInChunk(store, record._id, number, person));
    }
  }
  return forgotten;
}

async function forgetInChunk(store: ImportStore, importId: string, number: number, person: ForgottenPerson) {
  const raw = await store.raw(importId, number);
  const lines = new Set(raw.filter((row) => isOf(row, person)).map(({ line }) => line));
  if (lines.size === 0) return 0;
  await store.replaceRaw(
    importId,
    number,
    raw.map((row) => (lines.has(row.line) ? { ...row, cells: row.cells.map(() => '') } : row)),
  );
  const rows = await store.chunk(importId, number);
  await store.replaceChunk(
    importId,
    number,
    rows.map((row) =>
      lines.has(row.line) ? { ...row, changes: [], cells: {}, problems: row.done ? [] : [ERASED_ROW] } : row,
    ),
  );
  return lines.size;
}

function isOf({ id, cells }: RawRow, person: ForgottenPerson): boolean {
  if (cells.every((cell) => cell === '')) return false;
  return id === person.id || cells.some((cell) => person.cells.has(cell.trim().toLowerCase()));
}
