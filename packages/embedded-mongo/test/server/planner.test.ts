import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalEngine } from './local-engine.js';
import type { LocalEngine } from './local-engine.js';

/** Which plan is chosen, and what it costs: only this engine's planner decides so. */

let local: LocalEngine;
const DAY = 86_400_000;

async function answer(command: Document): Promise<Document> {
  const reply = await local.command(command);
  expect(reply['ok'], JSON.stringify(reply)).toBe(1);
  return reply;
}

async function explained(command: Document, verbosity = 'executionStats'): Promise<Document> {
  return answer({ explain: command, verbosity });
}

/** Stages from the last to the first, with the indexes they use. */
function stagesOf(plan: Document): string {
  const inputs = (plan['inputStages'] ?? (plan['inputStage'] === undefined ? [] : [plan['inputStage']])) as Document[];
  const name = `${String(plan['stage'])}${plan['indexName'] === undefined ? '' : ` ${String(plan['indexName'])}`}`;
  return [name, ...inputs.map(stagesOf)].join(' < ');
}

const winner = (reply: Document): Document => (reply['queryPlanner'] as Document)['winningPlan'] as Document;
const stats = (reply: Document): Document => reply['executionStats'] as Document;

beforeAll(async () => {
  local = openLocalEngine();
  const documents = Array.from({ length: 3000 }, (_, n) => ({
    _id: n,
    org: 'o',
    person: `p${n % 500}`,
    status: ['pending', 'approved', 'approved'][n % 3],
    at: new Date(n * DAY),
    tags: n % 2 === 0 ? ['x', `t${n % 10}`] : [],
    code: n % 5 === 0 ? null : `c${n}`,
  }));
  for (let at = 0; at < documents.length; at += 500)
    await answer({ insert: 'r', documents: documents.slice(at, at + 500) });
  const indexes = [
    { key: { org: 1, status: 1, at: -1 }, name: 'byStatus' },
    { key: { org: 1, person: 1, at: 1 }, name: 'byPerson' },
    { key: { tags: 1 }, name: 'byTag' },
    { key: { code: 1 }, name: 'byCode', sparse: true },
    { key: { at: 1 }, name: 'pending', partialFilterExpression: { status: 'pending' } },
    { key: { secret: 1 }, name: 'hidden', hidden: true },
  ];
  await answer({ createIndexes: 'r', indexes });
});
afterAll(() => local.close());

describe('finding', () => {
  it.each<[string, Document, string, number]>([
    ['one _id', { filter: { _id: 7, org: 'o' } }, 'IDHACK _id_', 1],
    ['several _ids beside other conditions', { filter: { _id: { $in: [7, 8] }, org: 'o' } }, 'FETCH < IXSCAN _id_', 2],
    [
      'the index that reads less',
      { filter: { org: 'o', person: 'p1', status: { $in: ['pending', 'approved'] } } },
      'FETCH < IXSCAN byPerson',
      6,
    ],
    [
      'the order and the few',
      { filter: { org: 'o', person: 'p1', status: 'approved' }, sort: { at: -1 }, limit: 2 },
      'LIMIT < FETCH < IXSCAN byPerson',
      3,
    ],
    [
      'an order against the index',
      { filter: { org: 'o', status: 'approved' }, sort: { at: 1 }, limit: 3 },
      'LIMIT < FETCH < IXSCAN byStatus',
      3,
    ],
    [
      'streams of several values in one order',
      { filter: { org: 'o', status: { $in: ['approved', 'pending'] } }, sort: { at: -1 }, limit: 4 },
      'LIMIT < FETCH < SORT_MERGE < IXSCAN byStatus',
      5,
    ],
    [
      'the values of $in in their own order',
      { filter: { org: 'o', status: { $in: ['pending', 'approved'] } }, sort: { status: 1 }, limit: 4 },
      'LIMIT < FETCH < IXSCAN byStatus',
      4,
    ],
    [
      'branches by their indexes',
      { filter: { org: 'o', $or: [{ person: 'p1' }, { tags: 't4' }] } },
      'OR < FETCH < IXSCAN byPerson < FETCH < IXSCAN byTag',
      306,
    ],
    [
      'branches of one field as a list',
      { filter: { $or: [{ tags: 't2' }, { tags: 't4' }] } },
      'FETCH < IXSCAN byTag',
      600,
    ],
    ['a branch without an index', { filter: { $or: [{ person: 'p1' }, { nothing: 1 }] } }, 'COLLSCAN', 3000],
    ['what contradicts itself', { filter: { org: 'o', $and: [{ status: 'a' }, { status: 'b' }] } }, 'EOF', 0],
    ['the beginning of a string', { filter: { code: /^c299/ } }, 'FETCH < IXSCAN byCode', 9],
    ['a sparse index only where the field must be there', { filter: { code: null } }, 'COLLSCAN', 3000],
    [
      'a partial index where the query implies it',
      { filter: { status: 'pending', at: { $lt: new Date(9 * DAY) } } },
      'FETCH < IXSCAN pending',
      3,
    ],
    ['no partial index otherwise', { filter: { at: { $lt: new Date(9 * DAY) } } }, 'COLLSCAN', 3000],
    ['no hidden index', { filter: { secret: 1 } }, 'COLLSCAN', 3000],
    ['a hint by name', { filter: { org: 'o', person: 'p1' }, hint: 'byStatus' }, 'FETCH < IXSCAN byStatus', 3000],
    ['a hint by key', { filter: { org: 'o', person: 'p1' }, hint: { tags: 1 } }, 'FETCH < IXSCAN byTag', 3000],
    ['the natural order', { filter: { org: 'o', person: 'p1' }, hint: { $natural: -1 } }, 'COLLSCAN', 3000],
    ['a sort in memory', { filter: { tags: 't4' }, sort: { at: 1 } }, 'SORT < FETCH < IXSCAN byTag', 300],
  ])('%s', async (_name, command, stages, examined) => {
    const reply = await explained({ find: 'r', ...command });
    expect([stagesOf(winner(reply)), Math.max(stats(reply)['totalDocsExamined'], 0)]).toEqual([stages, examined]);
    const { cursor } = await answer({ find: 'r', ...command, batchSize: 3000 });
    expect(stats(reply)['nReturned']).toBe((cursor as { firstBatch: unknown[] }).firstBatch.length);
  });

  it('writes the bounds of each field', async () => {
    const filter = { org: 'o', status: { $gte: 'a', $lt: 'b' } };
    const plan = winner(await explained({ find: 'r', filter }, 'queryPlanner'));
    expect(plan).toMatchObject({
      stage: 'FETCH',
      inputStage: {
        keyPattern: { org: 1, status: 1, at: -1 },
        direction: 'forward',
        indexBounds: { org: ['["o", "o"]'], status: ['["a", "b")'], at: ['[MaxKey, MinKey]'] },
      },
    });
  });

  it('changes its mind when a value has far more keys than the one before', async () => {
    const of = async (person: string, tag: string): Promise<string> =>
      stagesOf(winner(await explained({ find: 'r', filter: { org: 'o', person, tags: tag } }, 'queryPlanner')));
    expect(await of('p1', 'x')).toBe('FETCH < IXSCAN byPerson');
    await answer({
      insert: 'r',
      documents: Array.from({ length: 900 }, (_, n) => ({ _id: `b${n}`, org: 'o', person: 'busy' })),
    });
    expect(await of('busy', 't8')).toBe('FETCH < IXSCAN byTag');
    await answer({ delete: 'r', deletes: [{ q: { person: 'busy' }, limit: 0 }] });
  });

  it('changes its mind when a collection that was small has grown', async () => {
    await answer({ createIndexes: 'growing', indexes: [{ key: { status: 1, kind: 1, _id: 1 }, name: 'byKind' }] });
    const insert = (from: number, count: number, kind: string) =>
      answer({
        insert: 'growing',
        documents: Array.from({ length: count }, (_, n) => ({ _id: from + n, status: 'pending', kind })),
      });
    const find = { find: 'growing', filter: { _id: { $gt: -1 }, status: 'pending', kind: { $gt: '' } } };
    const command = { ...find, sort: { _id: 1 }, limit: 500 };
    await insert(0, 3, 'rare');
    expect(stagesOf(winner(await explained(command)))).toBe('LIMIT < FETCH < IXSCAN _id_');
    await insert(3, 2000, '');
    expect(stats(await explained(command))).toMatchObject({ totalDocsExamined: 3 });
  });

  it('changes its mind when what many had is had by few', async () => {
    await answer({ createIndexes: 'fading', indexes: [{ key: { status: 1, kind: 1, _id: 1 }, name: 'byKind' }] });
    const documents = Array.from({ length: 2000 }, (_, n) => ({ _id: n, status: 'pending', kind: 'wanted' }));
    await answer({ insert: 'fading', documents });
    const find = { find: 'fading', filter: { _id: { $gt: -1 }, status: 'pending', kind: { $gt: '' } } };
    const command = { ...find, sort: { _id: 1 }, limit: 500 };
    expect(stagesOf(winner(await explained(command)))).toBe('LIMIT < FETCH < IXSCAN _id_');
    await answer({ update: 'fading', updates: [{ q: {}, u: { $set: { kind: '' } }, multi: true }] });
    expect(stats(await explained(command))).toMatchObject({ totalDocsExamined: 0 });
  });

  it('refuses hints at indexes that are not there, or hidden, with 2', async () => {
    for (const hint of ['nothing', { nothing: 1 }, 'hidden'])
      expect(await local.command({ find: 'r', hint })).toMatchObject({ ok: 0, code: 2 });
  });

  it('finds by a condition on missing fields of elements that are no documents', async () => {
    await answer({
      insert: 'e',
      documents: [
        { _id: 1, a: [1] },
        { _id: 2, a: [{ x: 1 }] },
        { _id: 3, a: { x: null } },
      ],
    });
    await answer({ createIndexes: 'e', indexes: [{ key: { 'a.x': 1 }, name: 'ax' }] });
    const found = async (filter: Document): Promise<number[]> =>
      ((await answer({ find: 'e', filter, hint: 'ax' }))['cursor'] as { firstBatch: { _id: number }[] }).firstBatch
        .map(({ _id }) => _id)
        .sort();
    expect(await found({ 'a.x': { $ne: null } })).toEqual([1, 2]);
  });
});

it('takes flags of an expression for what they are, wherever they stand', async () => {
  await answer({
    insert: 'f',
    documents: [
      { _id: 1, a: 'AB' },
      { _id: 2, a: 'ab' },
    ],
  });
  await answer({ createIndexes: 'f', indexes: [{ key: { a: 1 }, name: 'a' }] });
  const filters = [{ a: { $options: '', $regex: /^a/i } }, { a: /^a/i }, { a: { $regex: '^a', $options: 'i' } }];
  for (const query of filters) expect(await answer({ count: 'f', query, hint: 'a' })).toMatchObject({ n: 2 });
  const query = { a: { $all: [{ $ref: 'x', $id: 1 }] } };
  expect(await answer({ count: 'f', query })).toMatchObject({ n: 0 });
});

describe('counting', () => {
  const approved = { org: 'o', status: 'approved' };
  it.each<[string, Document, string, number, number]>([
    ['everything', {}, 'COUNT < RECORD_STORE_FAST_COUNT', 0, 3000],
    ['by the beginning of an index', approved, 'COUNT < COUNT_SCAN byStatus', 0, 2000],
    [
      'a list of values',
      { org: 'o', status: { $in: ['approved', 'pending'] } },
      'COUNT < COUNT_SCAN byStatus',
      0,
      3000,
    ],
    ['a range', { ...approved, at: { $gte: new Date(2990 * DAY) } }, 'COUNT < COUNT_SCAN byStatus', 0, 7],
    [
      'what a partial index promises',
      { status: 'pending', at: { $lt: new Date(9 * DAY) } },
      'COUNT < COUNT_SCAN pending',
      0,
      3,
    ],
    ['values that may be null, of a sparse index', { code: { $gt: 'c298' } }, 'COUNT < COUNT_SCAN byCode', 0, 639],
    ['arrays by documents', { tags: 't4' }, 'COUNT < FETCH < IXSCAN byTag', 300, 300],
    [
      'conditions beyond the index by documents',
      { ...approved, tags: [] },
      'COUNT < FETCH < IXSCAN byStatus',
      2000,
      1000,
    ],
  ])('%s', async (_name, query, stages, docs, n) => {
    const reply = await explained({ count: 'r', query });
    expect([stagesOf(winner(reply)), stats(reply)['totalDocsExamined']]).toEqual([stages, docs]);
    expect(await answer({ count: 'r', query })).toMatchObject({ n });
    const pipeline = [{ $match: query }, { $group: { _id: 1, n: { $sum: 1 } } }];
    const { cursor } = await answer({ aggregate: 'r', pipeline, cursor: {} });
    expect((cursor as Document)['firstBatch']).toEqual([{ _id: 1, n }]);
  });

  it.each<[string, Document[], number]>([
    ['skip and limit', [{ $skip: 5 }, { $limit: 20 }, { $group: { _id: null, n: { $sum: 1 } } }], 25],
    ['$count', [{ $count: 'n' }], 2000],
    ['stages behind it', [{ $group: { _id: '$at', n: { $count: {} } } }, { $limit: 1 }, { $project: { n: 1 } }], 4000],
  ])('keeps to keys with %s', async (_name, stages, most) => {
    const reply = await explained({ aggregate: 'r', pipeline: [{ $match: approved }, ...stages] });
    expect(stats(reply)['totalKeysExamined']).toBeLessThanOrEqual(most);
  });

  it('counts nothing as nothing', async () => {
    const pipeline = [{ $match: { org: 'nobody' } }, { $group: { _id: 1, n: { $sum: 1 } } }];
    expect(await answer({ aggregate: 'r', pipeline, cursor: {} })).toMatchObject({ cursor: { firstBatch: [] } });
  });
});

describe('different values', () => {
  it.each<[string, Document, string, number, unknown[]]>([
    [
      'from key to key',
      { key: 'status', query: { org: 'o' } },
      'FETCH < DISTINCT_SCAN byStatus',
      2,
      ['approved', 'pending'],
    ],
    ['of the first field', { key: 'org' }, 'FETCH < DISTINCT_SCAN byStatus', 1, ['o']],
    [
      'in a range',
      { key: 'status', query: { org: 'o', status: { $gt: 'b' } } },
      'FETCH < DISTINCT_SCAN byStatus',
      1,
      ['pending'],
    ],
    [
      'elements of arrays by documents',
      { key: 'tags', query: { tags: 't4' } },
      'FETCH < IXSCAN byTag',
      300,
      ['x', 't4'],
    ],
  ])('%s', async (_name, command, stages, docs, values) => {
    const reply = await explained({ distinct: 'r', ...command });
    expect([stagesOf(winner(reply)), stats(reply)['totalDocsExamined']]).toEqual([stages, docs]);
    expect(await answer({ distinct: 'r', ...command })).toMatchObject({ values });
  });
});

describe('writes', () => {
  const q = { org: 'o', person: 'p1' };
  it.each<[string, Document, Document]>([
    [
      'update',
      { update: 'r', updates: [{ q, u: { $set: { new: 1 } }, multi: true }] },
      { stage: 'UPDATE', nMatched: 6, nWouldModify: 6 },
    ],
    [
      'an update without change',
      { update: 'r', updates: [{ q, u: { $set: { org: 'o' } } }] },
      { stage: 'UPDATE', nMatched: 1, nWouldModify: 0 },
    ],
    ['delete', { delete: 'r', deletes: [{ q, limit: 0 }] }, { stage: 'DELETE', nWouldDelete: 6 }],
    [
      'findAndModify',
      { findAndModify: 'r', query: q, sort: { at: -1 }, remove: true },
      { stage: 'DELETE', nWouldDelete: 1 },
    ],
  ])('explains %s and writes nothing', async (_name, command, stage) => {
    const reply = await explained(command);
    expect(stats(reply)['executionStages']).toMatchObject(stage);
    expect(stagesOf(winner(reply))).toBe(`${String(stage['stage'])} < FETCH < IXSCAN byPerson`);
    expect(await answer({ count: 'r', query: { ...q, new: { $exists: false } } })).toMatchObject({ n: 6 });
  });
});
