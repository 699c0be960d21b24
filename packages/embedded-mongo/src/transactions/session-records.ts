import type { SqlConnection } from '../sqlite/connection.js';
import type { Unit } from '../store/unit.js';

/** How long a session's last answer is kept (`logicalSessionTimeoutMinutes`), in milliseconds. */
export const SESSION_LIFE_MS = 30 * 60 * 1000;

/**
 * What a session did last. `write`: a retryable write, `reply` is its whole answer. `statements`: one of several
 * statements, `reply` is what StatementMemory gives. `commit`: a transaction.
 */
export interface SessionRecord {
  readonly txnNumber: number;
  readonly kind: 'write' | 'statements' | 'commit';
  readonly reply: Uint8Array | undefined;
}

/** The record of a session, or undefined. */
export function readRecord(connection: SqlConnection, lsid: string): SessionRecord | undefined {
  const row = connection.get('SELECT txn_number, kind, reply FROM sessions WHERE lsid = ?', lsid);
  if (row === undefined) return undefined;
  return {
    txnNumber: row[0] as number,
    kind: row[1] as SessionRecord['kind'],
    reply: (row[2] as Uint8Array | null) ?? undefined,
  };
}

/** Stores a record in the same commit as what it tells of. */
export function writeRecord(unit: Unit, lsid: string, record: SessionRecord): void {
  unit.connection.run(
    'INSERT OR REPLACE INTO sessions (lsid, txn_number, kind, reply, used_at) VALUES (?, ?, ?, ?, ?)',
    lsid,
    record.txnNumber,
    record.kind,
    record.reply ?? null,
    Date.now(),
  );
}

/** Forgets sessions that have not written for longer than a session lives. */
export function purgeRecords(unit: Unit): void {
  unit.connection.run('DELETE FROM sessions WHERE used_at < ?', Date.now() - SESSION_LIFE_MS);
}
