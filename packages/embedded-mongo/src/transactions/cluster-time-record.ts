import type { SqlConnection } from '../sqlite/connection.js';
import { wallSeconds } from './cluster-clock.js';
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
  const now = wallSeconds();
  const reached = Math.max(clock.latest.seconds, now);
  const seconds = reached + (reached - now > RENEWED_WITHIN ? 1 : RENEWED_WITHIN);
  connection.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', NAME, String(seconds));
  clock.noted = seconds;
}

/**
 * To be called in every commit, before it ends: notes the time again where the commit could pass what is noted, as after
 * a client has told a later time. A commit that fails has to set `noted` to 0.
 */
export function keepClusterSeconds(connection: SqlConnection, clock: ClusterClock): void {
  if (clock.latest.seconds >= clock.noted || wallSeconds() + 1 >= clock.noted) writeClusterSeconds(connection, clock);
}
