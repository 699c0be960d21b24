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
  /**
   * The kept JSON for a browser's cookie, found before the session is: whatever would end the session or change what its
   * person may see is a write, after which nothing kept counts.
   */
  findByCookie(req: Request): string | undefined;
  /** Call before computing; keeps what was computed unless something was written meanwhile. */
  begin(req: Request): (body: string) => void;
}

interface Kept {
  readonly body: string;
  readonly organizationId: string;
  readonly changes: number;
  readonly until: number;
}

const KEPT_MS = 30_000;
const MAX_BYTES = 16 * 1024 * 1024;

export function createHotAnswers(deps: { storage: Pick<Storage, 'changes'>; clock: Clock }): HotAnswers {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(key: string): void {
    const found = kept.get(key);
    if (found === undefined) return;
    bytes -= sizeOf(key, found);
    kept.delete(key);
  }

  function current(key: string): string | undefined {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    if (found.changes === deps.storage.changes(found.organizationId) && found.until > deps.clock.now().getTime()) {
      return found.body;
    }
    forget(key);
    return undefined;
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
      return current(keyOf(req));
    },
    findByCookie(req) {
      const key = cookieKeyOf(req);
      return key === undefined ? undefined : current(key);
    },
    begin(req) {
      const changes = changesFor(req);
      if (changes === undefined) return () => undefined;
      const until = Math.min(deps.clock.now().getTime() + KEPT_MS, req.sessionEndsAt ?? Infinity);
      const organizationId = req.actor?.organizationId ?? '';
      return (body) => {
        // A cookie that only just became a session must not be answered without one.
        const byCookie = req.signedInBy === 'session' && req.resumed !== true ? cookieKeyOf(req) : undefined;
        for (const key of byCookie === undefined ? [keyOf(req)] : [keyOf(req), byCookie]) {
          forget(key);
          const entry = { body, organizationId, changes, until };
          kept.set(key, entry);
          bytes += sizeOf(key, entry);
        }
        for (const oldest of kept.keys()) {
          if (bytes <= MAX_BYTES) break;
          forget(oldest);
        }
      };
    },
  };
}

/** An address may be longer than its answer, so it counts as well. */
function sizeOf(key: string, { body }: Kept): number {
  return key.length + body.length;
}

/** For JSON only: pages also depend on messages that wait in the session. */
function cookieKeyOf(req: Request): string | undefined {
  const { cookie, authorization } = req.headers;
  if (cookie === undefined || authorization !== undefined || req.method !== 'GET' || wantsPage(req)) return undefined;
  return ['cookie', cookie, req.originalUrl].join('\n');
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
