import type { SqlConnection } from '../sqlite/connection.js';
import type { ClusterClock } from './cluster-clock.js';

const NAME = 'cluster_time';
/** The record is renewed at least once in this time, in seconds. */
const RENEWED_WITHIN = 120;

/** The seconds that the clock cannot have passed when the file was last used; 0 in a new file. */
export function readClusterSeconds(connection: SqlConnection): number {
  const row = connection.get('SELECT value FROM meta WHERE name = ?', NAME);
  return row === undefined ? 0 : Number(row[0]);
}

/**
 * Notes what the clock will not have passed before the next note, so that times never go back over a restart even
 * where the clock of the machine does. A machine whose clock goes right starts where its clock is.
 */
export function writeClusterSeconds(connection: SqlConnection, clock: ClusterClock): void {
  const ahead = clock.latest.seconds - Math.floor(Date.now() / 1000);
  const seconds = clock.latest.seconds + (ahead > RENEWED_WITHIN ? 1 : RENEWED_WITHIN);
  connection.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', NAME, String(seconds));
}
