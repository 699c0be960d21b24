import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, InvalidInput } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { currentContext } from '../request-context.js';
import { isDuplicateKey, type Storage } from '../storage/index.js';
import { idempotencySchema, type IdempotencyRecord } from './idempotency.model.js';

export interface OnceRequest {
  /** Who sends it; keys of different people never meet. */
  readonly actorId: string;
  readonly key: string;
  /** Whatever makes it another request: address and parsed body. */
  readonly content: unknown;
}

export interface OnceAnswer<T> {
  readonly answer: T;
  /** True where nothing was done now, because it was done before. */
  readonly repeated: boolean;
}

export interface Idempotency {
  /**
   * Does work once for a key: effect and answer are committed together, so a crash leaves both or none. Whoever sends the
   * same again within a week gets the first answer; what was refused left nothing behind and may be sent again. `work`
   * runs in a transaction, so it may run more than once and must not run queries in parallel; its answer must be plain.
   * @throws InvalidInput `idempotency.key_reused` for another content, `idempotency.key_invalid`;
   * Conflict `idempotency.running`
   */
  once<T>(request: OnceRequest, work: () => Promise<T>): Promise<OnceAnswer<T>>;
  /** For work that keeps its key itself. @throws InvalidInput `idempotency.key_invalid` */
  check(key: string): void;
}

const KEPT_MS = 7 * 86_400_000;
/** Of two clicks the second waits so long for the first one's answer. */
const WAIT_MS = 5_000;
const KEY = /^[\x21-\x7e]{8,100}$/;

export interface IdempotencyDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  /** How long the same request waits for its twin in this process before it is told to come again. */
  readonly waitMs?: number;
}

export function createIdempotency({ storage, clock, waitMs = WAIT_MS }: IdempotencyDependencies): Idempotency {
  const records = storage.tenantModel<IdempotencyRecord>('Idempotency', idempotencySchema.clone());
  /** What this process is at; other processes meet at the unique index. */
  const running = new Map<string, Promise<unknown>>();

  /** Lets one request after the other have its turn. @throws Conflict where the one before takes too long */
  async function inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + waitMs;
    for (let other = running.get(place); other !== undefined; other = running.get(place)) {
      if (!(await settlesWithin(other, deadline - performance.now()))) throw stillRunning();
    }
    const turn = work();
    running.set(place, turn);
    try {
      return await turn;
    } finally {
      running.delete(place);
    }
  }

  async function inOneTransaction<T>(
    { actorId, key, content }: OnceRequest,
    work: () => Promise<T>,
  ): Promise<OnceAnswer<T>> {
    const hash = hashOf(content);
    return storage.run(async () => {
      const now = clock.now();
      const known = await records.findOne({ actor: actorId, key }).lean<IdempotencyRecord>();
      if (known !== null && known.expires > now) {
        if (known.hash !== hash) throw reusedKey();
        return { answer: known.answer as T, repeated: true };
      }
      if (known !== null) await records.deleteOne({ _id: known._id });
      const answer = await work();
      const expires = new Date(now.getTime() + KEPT_MS);
      await records.insertMany([{ _id: newId(now), actor: actorId, key, hash, answer, at: now, expires }]);
      return { answer, repeated: false };
    });
  }

  function check(key: string): void {
    if (!KEY.test(key)) throw invalidKey();
  }

  return {
    check,
    async once(request, work) {
      check(request.key);
      const place = `${currentContext()?.organizationId ?? ''} ${request.actorId} ${request.key}`;
      return inTurn(place, async () => {
        try {
          return await inOneTransaction(request, work);
        } catch (error) {
          // Another process was faster, and its answer can be read now.
          if (isDuplicateKey(error, 'actor')) return inOneTransaction(request, work);
          throw error;
        }
      });
    },
  };
}

/** True when the promise ends in time, however it ends. */
async function settlesWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, milliseconds);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => {
    clearTimeout(timer);
  });
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(inOrder(content)).digest('base64url');
}

/** JSON with the names of objects in order, so that the same content has one form. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function invalidKey(): InvalidInput {
  const message = 'An Idempotency-Key is 8 to 100 letters, digits or signs, best a random UUID.';
  return new InvalidInput([{ path: 'Idempotency-Key', message }], message, 'idempotency.key_invalid');
}

function reusedKey(): InvalidInput {
  const message = 'This Idempotency-Key belongs to another request. Open the form anew, or send a new key.';
  return new InvalidInput([{ path: 'Idempotency-Key', message }], message, 'idempotency.key_reused');
}

function stillRunning(): Conflict {
  return new Conflict('idempotency.running', 'The same request is being carried out. Wait for its answer.', {
    retryAfter: 1,
  });
}
