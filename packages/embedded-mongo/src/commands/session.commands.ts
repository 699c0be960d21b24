import { randomBytes } from 'node:crypto';
import { Binary } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { SESSION_LIFE_MS } from '../transactions/session-records.js';
import type { PlainCommand } from './command.js';
import type { Engine } from './engine.js';
import { readSessionId, readSessionIds } from './session-id.js';

/** Drivers make up their sessions themselves; this is for those who ask. */
export const startSession: PlainCommand = {
  name: 'startSession',
  kind: 'plain',
  options: [],
  run: () => {
    const id = randomBytes(16);
    id[6] = ((id[6] ?? 0) & 0x0f) | 0x40;
    id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
    return { id: { id: new Binary(id, Binary.SUBTYPE_UUID) }, timeoutMinutes: SESSION_LIFE_MS / 60_000, ok: 1 };
  },
};

/** Ends sessions: their transactions are aborted, their cursors closed, their reads stopped. */
export const endSessions: PlainCommand = {
  name: 'endSessions',
  kind: 'plain',
  options: [],
  run: ({ arguments: args, engine }) => {
    end(engine, readSessionIds(args.array('endSessions') ?? []));
    return { ok: 1 };
  },
};

/** As endSessions; an empty list means all sessions. */
export const killSessions: PlainCommand = {
  name: 'killSessions',
  kind: 'plain',
  options: [],
  run: ({ arguments: args, engine }) => {
    const lsids = readSessionIds(args.array('killSessions') ?? []);
    if (lsids.length === 0) endAll(engine);
    else end(engine, lsids);
    return { ok: 1 };
  },
};

/** Sessions of users; as there are no users, only an empty list, which means everybody's. */
export const killAllSessions: PlainCommand = {
  name: 'killAllSessions',
  kind: 'plain',
  options: [],
  run: ({ arguments: args, engine }) => {
    if ((args.array('killAllSessions') ?? []).length > 0)
      throw new MongoError(11, 'Could not find the users of killAllSessions: this engine has no users');
    endAll(engine);
    return { ok: 1 };
  },
};

/** Patterns of `{ lsid }`; an empty list or an empty pattern means all sessions. */
export const killAllSessionsByPattern: PlainCommand = {
  name: 'killAllSessionsByPattern',
  kind: 'plain',
  options: [],
  run: ({ arguments: args, engine }) => {
    const patterns = args.documents('killAllSessionsByPattern') ?? [];
    const lsids = patterns.map((pattern) => {
      for (const name of pattern.keys())
        if (name !== 'lsid') throw unsupported(`The field "${name}" of killAllSessionsByPattern`);
      return readSessionId(pattern.get('lsid'));
    });
    const named = lsids.filter((lsid) => lsid !== undefined);
    if (named.length < lsids.length || lsids.length === 0) endAll(engine);
    else end(engine, named);
    return { ok: 1 };
  },
};

/** Sessions live as long as what they hold; there is nothing to refresh. */
export const refreshSessions: PlainCommand = {
  name: 'refreshSessions',
  kind: 'plain',
  options: [],
  run: ({ arguments: args }) => {
    readSessionIds(args.array('refreshSessions') ?? []);
    return { ok: 1 };
  },
};

function end(engine: Engine, lsids: readonly string[]): void {
  engine.sessions.endSessions(lsids);
  for (const lsid of lsids) {
    engine.cursors.closeSession(lsid);
    engine.turns.interrupt((owner) => owner.lsid === lsid, new MongoError(11601, 'the session was ended'));
  }
}

function endAll(engine: Engine): void {
  engine.sessions.abortAll();
  engine.cursors.closeAllSessions();
  engine.turns.interrupt((owner) => owner.lsid !== undefined, new MongoError(11601, 'the session was ended'));
}
