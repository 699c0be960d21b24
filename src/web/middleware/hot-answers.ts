import type { Request } from 'express';
import type { Clock } from '../../kernel/clock.js';
import type { Storage } from '../../platform/storage/index.js';
import { themeFromCookies } from '../views/theme.js';
import { csrfToken } from './csrf.js';
import { wantsPage } from './negotiation.js';

/**
 * Keeps the finished answers of pages that everybody opens all day. An answer is given again to the same person in the
 * same session as long as nothing in the organization was written since it was begun, and not for longer than half a
 * minute, because pages say how long something waits. Where several processes write nothing is kept.
 */
export interface HotAnswers {
  /** The kept answer, if it is still current. */
  find(req: Request): string | undefined;
  /** Call before computing; keeps what was computed unless something was written meanwhile. */
  begin(req: Request): (body: string) => void;
}

interface Kept {
  readonly body: string;
  readonly changes: number;
  readonly until: number;
}

const KEPT_MS = 30_000;
const MAX_BYTES = 16 * 1024 * 1024;

export function createHotAnswers(deps: { storage: Pick<Storage, 'changes'>; clock: Clock }): HotAnswers {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  }

  function changesFor(req: Request): number | undefined {
    // A message of the page before belongs to this one answer only.
    if (req.actor === undefined || (req.session.flash?.length ?? 0) > 0) return undefined;
    return deps.storage.changes(req.actor.organizationId);
  }

  return {
    find(req) {
      const changes = changesFor(req);
      if (changes === undefined) return undefined;
      const key = keyOf(req);
      const found = kept.get(key);
      if (found === undefined) return undefined;
      if (found.changes === changes && found.until > deps.clock.now().getTime()) return found.body;
      forget(key);
      return undefined;
    },
    begin(req) {
      const changes = changesFor(req);
      if (changes === undefined) return () => undefined;
      const until = deps.clock.now().getTime() + KEPT_MS;
      return (body) => {
        const key = keyOf(req);
        forget(key);
        kept.set(key, { body, changes, until });
        bytes += body.length;
        for (const oldest of kept.keys()) {
          if (bytes <= MAX_BYTES) break;
          forget(oldest);
        }
      };
    },
  };
}

/** Whatever an answer depends on beside the organization's records. */
function keyOf(req: Request): string {
  const page = wantsPage(req);
  return [
    req.actor?.personId,
    req.signedInBy,
    page ? csrfToken(req) : '',
    page ? themeFromCookies(req.headers.cookie) : '',
    page ? 'html' : 'json',
    req.originalUrl,
  ].join('\n');
}
