import { systemClock } from '../../../kernel/clock.js';

/**
 * When the database may remove a record by itself. It compares with the real time, so this is the real time too; whether
 * something is still good is decided by the clock of the product alone.
 */
export function removableAfter(milliseconds: number): Date {
  return new Date(systemClock.now().getTime() + milliseconds);
}
