import { Long, UUID } from 'bson';
import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Pacer } from '../../src/flow/pacer.js';
import { PAUSE } from '../../src/flow/pause.js';
import { Turnstile } from '../../src/flow/turnstile.js';
import { compileFilter } from '../../src/matcher/index.js';
import { distinctDocuments } from '../../src/planner/distinct-documents.js';
import type { CollectionInfo } from '../../src/store/catalog.js';
import type { Doc } from '../../src/values/types.js';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

const DOCUMENTS = 600;
/** Takes about a third of a millisecond for each document. */
const COSTLY = {
  $reduce: { input: { $range: [0, 600] }, initialValue: 0, in: { $add: ['$$value', '$$this', '$n'] } },
};
const LONG: Document = {
  aggregate: 'many',
  pipeline: [{ $group: { _id: null, n: { $sum: 1 }, s: { $sum: COSTLY } } }],
  cursor: {},
};
const PING: Document = { ping: 1 };

let local: LocalEngine;

async function fill(engine: LocalEngine): Promise<void> {
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ _id: n, n, filling: 'x'.repeat(500) }));
  await engine.command({ insert: 'many', documents });
}

beforeAll(async () => {
  local = openLocalEngine();
  await fill(local);
});
afterAll(() => local.close());

/** Runs commands at once and gives their names in the order of their answers. */
async function orderOf(...commands: Document[]): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(
    commands.map(async (command) => {
      await local.command(command);
      order.push(Object.keys(command)[0] ?? '');
    }),
  );
  return order;
}

describe('a long read', () => {
  const whole = { find: 'many', filter: { $expr: { $gte: [COSTLY, 0] } }, batchSize: 1000 };
  it.each<[name: string, command: Document]>([
    ['aggregate', LONG],
    ['find', whole],
    ['count', { count: 'many', query: whole.filter }],
    ['distinct', { distinct: 'many', key: 'n', query: whole.filter }],
    ['explain', { explain: { find: 'many', filter: whole.filter }, verbosity: 'executionStats' }],
  ])('%s lets others be served', async (name, command) => {
    expect(await orderOf(command, PING, { insert: 'other', documents: [{}] })).toEqual(['ping', 'insert', name]);
  });

  it('gives what was there when it began', async () => {
    const running = local.command(LONG);
    await local.command({ insert: 'many', documents: [{ _id: 'later', n: 0 }] });
    expect((await running)['cursor']).toMatchObject({ firstBatch: [{ n: DOCUMENTS }] });
    await local.command({ delete: 'many', deletes: [{ q: { _id: 'later' }, limit: 1 }] });
  });

  it('pauses in stages that hold what they read', async () => {
    const pipeline = [
      { $facet: { a: [{ $set: { c: COSTLY } }, { $sort: { c: 1 } }], b: [{ $count: 'n' }] } },
      { $project: { b: 1 } },
    ];
    expect(await orderOf({ aggregate: 'many', pipeline, cursor: {} }, PING)).toEqual(['ping', 'aggregate']);
  });

  it('gives up when its time is over', async () => {
    expect(await local.command({ ...LONG, maxTimeMS: 30 })).toMatchObject({ ok: 0, code: 50 });
  });

  it.each(['killSessions', 'endSessions'])('stops at %s', async (name) => {
    const lsid = { id: new UUID() };
    const running = local.command({ ...LONG, lsid });
    await local.command(PING);
    await local.command({ [name]: [lsid] });
    expect(await running).toMatchObject({ ok: 0, code: 11601 });
  });

  it('stops when its cursor is killed', async () => {
    const opened = await local.command({ ...whole, batchSize: 0 });
    const id = (opened['cursor'] as Document)['id'] as Long;
    const cursor = Long.fromString(id.toString());
    const running = local.command({ getMore: cursor, collection: 'many' });
    await local.command(PING);
    expect(await local.command({ getMore: cursor, collection: 'many' })).toMatchObject({ ok: 0, code: 12051 });
    expect(await local.command({ killCursors: 'many', cursors: [cursor] })).toMatchObject({ cursorsKilled: [id] });
    expect(await running).toMatchObject({ ok: 0, code: 237 });
  });

  it('ends with the engine', async () => {
    const other = openLocalEngine();
    await fill(other);
    const running = other.command(LONG);
    await other.command(PING);
    await other.close();
    expect(await running).toMatchObject({ ok: 0, code: 11600 });
  });
});

describe('in a transaction', () => {
  const part = (): Document => ({ lsid: { id: new UUID() }, txnNumber: Long.fromNumber(1), autocommit: false });

  it('commands stay in their order', async () => {
    const transaction = part();
    await local.command({ find: 'many', filter: { _id: 0 }, ...transaction, startTransaction: true });
    const running = local.command({ ...LONG, ...transaction });
    const insert = local.command({ insert: 'many', documents: [{ _id: 'within', n: 0 }], ...transaction });
    expect((await running)['cursor']).toMatchObject({ firstBatch: [{ n: DOCUMENTS }] });
    expect(await insert).toMatchObject({ n: 1, ok: 1 });
    await local.command({ abortTransaction: 1, ...transaction }, 'admin');
  });

  it('a long read stops when it is aborted, and the next writer comes in', async () => {
    const transaction = part();
    await local.command({ insert: 'other', documents: [{}], ...transaction, startTransaction: true });
    const running = local.command({ ...LONG, ...transaction });
    await local.command(PING);
    await local.command({ abortTransaction: 1, ...transaction }, 'admin');
    expect(await running).toMatchObject({ ok: 0, code: 251, errorLabels: ['TransientTransactionError'] });
    expect(await local.command({ insert: 'other', documents: [{}] })).toMatchObject({ n: 1, ok: 1 });
  });
});

describe('a search for different values', () => {
  class Restless extends Pacer {
    override due(): boolean {
      return true;
    }
  }

  it.each<[name: string, filter: Doc]>([
    ['all', new Map()],
    ['null', new Map([['absent', null]])],
  ])('pauses while it looks for a value among documents without one, of %s', async (_name, filter) => {
    const index = { key: { absent: 1 }, name: 'absent' };
    await local.command({ createIndexes: 'many', indexes: [index] });
    const { unit, release } = local.engine.database.openRead();
    const collection = unit.catalog.find('test', 'many') as CollectionInfo;
    const pacer = new Restless({ client: {}, lsid: undefined, inTransaction: false }, undefined, undefined);
    const query = { filter: compileFilter(filter), pacer };
    const { covered, values } = distinctDocuments(unit, collection, 'absent', query);
    expect(covered).toBeDefined();
    expect([...values].filter((value) => value === PAUSE).length).toBeGreaterThanOrEqual(DOCUMENTS);
    release();
  });
});

describe('the turnstile', () => {
  const owner = (client: object) => ({ client, lsid: undefined, inTransaction: false });

  it('lets one in at each turn, in order of arrival', async () => {
    const turns = new Turnstile();
    const order: number[] = [];
    const read = async (n: number): Promise<void> => {
      for (let i = 0; i < 2; i++) {
        await turns.wait(owner({}));
        order.push(n);
      }
    };
    await Promise.all([read(1), read(2), read(3)]);
    expect(order).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('stops those of one client alone', async () => {
    const turns = new Turnstile();
    const gone = {};
    const results = Promise.allSettled([turns.wait(owner(gone)), turns.wait(owner({}))]);
    turns.interrupt((each) => each.client === gone, new Error('gone'));
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
