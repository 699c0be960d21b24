import { Binary, deserialize } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frame } from './fuzz-frames.js';
import type { FuzzFrame } from './fuzz-frames.js';
import { Chance, storedDocument } from './fuzz-values.js';
import { RawClient } from './raw-client.js';
import { startTestEngine } from './test-engine.js';

/* FUZZ_SEED=<n> and FUZZ_COUNT=<n> choose others; the name of the test says which were used. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_240_501);
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 20_000);
const CLIENTS = 6;
/** An engine that has not answered after this long hangs. */
const PATIENCE_MS = 20_000;

let engine: Awaited<ReturnType<typeof startTestEngine>>;
const logged: string[] = [];

beforeAll(async () => {
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void logged.push(message),
  };
  engine = await startTestEngine({ hangMs: 4000, logger });
});
afterAll(() => engine.remove());

/** What is wrong with how the engine took a frame; undefined when all is well. */
type Complaint = string | undefined;

/** Sends frames one after the other, over new connections where the engine has closed the last. */
class Attacker {
  #client: RawClient | undefined;

  async attack({ bytes, made, complete }: FuzzFrame): Promise<Complaint> {
    const client = (this.#client ??= await RawClient.connect(engine.uri));
    const reply = client.receive();
    client.send(bytes);
    if (!complete) return this.#leave();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), PATIENCE_MS)));
    const outcome = await Promise.race([reply, client.closed.then(() => 'closed' as const), late]);
    clearTimeout(timer);
    if (outcome === 'late') {
      this.#leave();
      return `no answer to ${show(made)}`;
    }
    if (outcome === 'closed') return this.#leave();
    return judge(outcome, made, () => this.#leave());
  }

  #leave(): undefined {
    this.#client?.destroy();
    this.#client = undefined;
  }
}

function judge(reply: Buffer, made: FuzzFrame['made'], leave: () => void): Complaint {
  const answer = deserialize(reply.subarray(reply.readInt32LE(12) === 1 ? 36 : 21), {
    bsonRegExp: true,
    promoteLongs: false,
  });
  // A transaction that chance has begun must not hold up the others.
  if (typeof made !== 'string' && ('lsid' in made || 'txnNumber' in made)) leave();
  if (answer['ok'] !== 0 && answer['ok'] !== 1) return `neither yes nor no to ${show(made)}`;
  if (answer['ok'] === 0 && typeof answer['code'] !== 'number') return `an error without code to ${show(made)}`;
  const codes = [answer['code'], ...((answer['writeErrors'] ?? []) as Document[]).map(({ code }) => code as unknown)];
  return codes.includes(1) ? `internal error in ${show(made)}` : undefined;
}

function show(made: FuzzFrame['made']): string {
  const text = JSON.stringify(made, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Binary ? `Binary(${value.length()})` : value;
  });
  return text.length > 1500 ? `${text.slice(0, 1500)}...` : text;
}

async function refill(other: RawClient, chance: Chance): Promise<void> {
  for (const name of ['c0', 'c1', 'c2']) {
    await other.command({ drop: name }, 'fuzz');
    const documents = Array.from({ length: 12 }, (_, n) => ({ _id: n, ...storedDocument(chance), n }));
    await other.command({ insert: name, documents }, 'fuzz');
  }
}

/** Bytes on the worker's heap, at the lowest of several looks. */
async function lowestHeap(other: RawClient, before: number): Promise<number> {
  const { extra_info: info } = await other.command({ serverStatus: 1 }, 'admin');
  return Math.min(before, (info as Document)['heap_usage_bytes'] as number);
}

describe('the engine under random messages', () => {
  it(`answers or closes each of ${COUNT} (seed ${SEED}), serves others meanwhile, and keeps no memory`, async () => {
    const chance = new Chance(SEED);
    const other = await RawClient.connect(engine.uri);
    const attackers = Array.from({ length: CLIENTS }, () => new Attacker());
    const complaints: string[] = [];
    const lows = [Infinity, Infinity];
    const rounds = Math.ceil(COUNT / (CLIENTS * 40));
    for (let round = 0; round < rounds; round += 1) {
      await refill(other, chance);
      const batches = attackers.map(() => Array.from({ length: 40 }, () => frame(chance)));
      await Promise.all(
        attackers.map(async (attacker, i) => {
          for (const one of batches[i] as FuzzFrame[]) {
            const complaint = await attacker.attack(one);
            if (complaint !== undefined) complaints.push(complaint);
          }
        }),
      );
      expect(complaints).toEqual([]);
      expect(await other.command({ ping: 1 })).toMatchObject({ ok: 1 });
      const half = round < rounds / 2 ? 0 : 1;
      lows[half] = await lowestHeap(other, lows[half] as number);
    }
    expect(logged).toEqual([]);
    const [first, second] = lows as [number, number];
    expect(second).toBeLessThan(first * 1.5 + 8 * 1024 * 1024);
    other.destroy();
  }, 120_000);
});
