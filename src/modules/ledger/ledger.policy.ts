import type { Actor } from '../../kernel/actor.js';
import { Conflict, Forbidden, ruleBroken } from '../../kernel/errors.js';
import { MAX_POINTS, type Points } from '../../kernel/points.js';
import { holds } from '../../kernel/units.js';
import type { Entry } from './entry.js';

/** HR administration corrects regular points, central corrects bonuses; nobody corrects what he or she gained. */
export function mayCorrect(actor: Actor, entry: Pick<Entry, 'personId' | 'class'>): boolean {
  if (actor.kind === 'system') return true;
  if (actor.personId === entry.personId) return false;
  return holds(actor.grants, entry.class === 'bonus' ? 'central' : 'hr', 'admin');
}

export function assertMayCorrect(actor: Actor, entry: Entry): void {
  if (mayCorrect(actor, entry)) return;
  const own = actor.kind === 'person' && actor.personId === entry.personId;
  if (own) throw new Forbidden('ledger.own_entry', 'Your own points are corrected by somebody else.');
  throw new Forbidden(
    'ledger.forbidden',
    entry.class === 'bonus'
      ? 'Bonuses are corrected by central.'
      : 'Your grants do not allow corrections of this entry.',
  );
}

/** A correction names its reason, and corrects what was earned rather than another correction. */
export function assertCorrectable(entry: Entry, state: { readonly reversed: boolean }, reason: string): void {
  if (reason.trim() === '') throw ruleBroken('ledger.reason_missing', 'reason', 'Say why the points are corrected.');
  if (entry.correctsEntryId !== null) {
    throw ruleBroken(
      'ledger.not_correctable',
      'entryId',
      'A correction cannot be corrected; correct the original entry.',
    );
  }
  if (state.reversed) throw new Conflict('ledger.already_reversed', 'This entry was reversed already.');
}

/** Somebody who corrected the entry since it was looked at wins. */
export function assertWorthAsSeen(worth: Points, basedOn: Points | undefined): void {
  if (basedOn === undefined || basedOn === worth) return;
  throw new Conflict(
    'ledger.changed_meanwhile',
    `The entry was corrected meanwhile: it is worth ${worth} points now, not ${basedOn}. Look at it again.`,
  );
}

/** The new worth of an entry: a whole number, never below 0, and different from before. */
export function assertNewWorth(worth: Points, points: Points): void {
  if (!Number.isSafeInteger(points) || points < 0 || points > MAX_POINTS) {
    throw ruleBroken(
      'ledger.points_out_of_range',
      'points',
      `The corrected value is a whole number from 0 to ${MAX_POINTS}.`,
    );
  }
  if (points === worth) {
    throw ruleBroken('ledger.nothing_to_correct', 'points', `The entry is worth ${worth} points already.`);
  }
}
