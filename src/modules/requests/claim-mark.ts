import { createHash } from 'node:crypto';
import { Conflict } from '../../kernel/errors.js';
import type { Request } from './request.js';

/** Stands for what a request claims: another one as soon as its proposer changes anything that is decided about. */
export function markOf(request: Request): string {
  const { category, eventDate, quantity, notes, points, grade, utilization } = request;
  const claimed = [category.code, eventDate, quantity, notes, points, grade, utilization?.basisPoints ?? null];
  return createHash('sha256').update(JSON.stringify(claimed)).digest('hex').slice(0, 16);
}

/** The marks of several requests, each sent as `<id>:<mark>`, by request. */
export function marksIn(markedIds: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    markedIds.map((text) => {
      const [id = '', mark = ''] = text.split(':', 2);
      return [id, mark];
    }),
  );
}

/** Nobody decides about what he or she has not seen. `seen` is the mark that was shown; absent where none was. */
export function assertAsSeen(request: Request, seen: string | undefined): void {
  if (seen === undefined || seen === markOf(request)) return;
  throw new Conflict(
    'request.changed_meanwhile',
    'This request was changed while you looked at it. Look at what it says now, then decide.',
  );
}
