import { MongoError, unsupported } from '../errors.js';
import type { Plan } from '../planner/plan.js';
import type { RunningQuery } from '../planner/query-documents.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { Arguments } from './arguments.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { count } from './count.command.js';
import { distinct } from './distinct.command.js';
import { explainFind, find } from './find.command.js';
import { AGGREGATE_OPTIONS, explainAggregate } from './run-aggregate.js';
import { SERVER_VERSION } from './server-info.commands.js';

/** https://www.mongodb.com/docs/manual/reference/command/explain/ — for find, aggregate, count and distinct. */
export const explain: ReadCommand = {
  name: 'explain',
  kind: 'read',
  options: ['verbosity'],
  run: async (unit, request) => {
    const body = request.arguments.documentOrEmpty('explain');
    const name = [...body.keys()][0] ?? '';
    const inner: CommandRequest = { ...request, name, arguments: new Arguments(name, body) };
    const started = performance.now();
    const { running, returned } = await run(unit, inner);
    const milliseconds = Math.round(performance.now() - started);
    const verbosity = request.arguments.text('verbosity') ?? 'allPlansExecution';
    return {
      queryPlanner: {
        namespace: namespaceOf(request.database, inner.arguments.collection()),
        winningPlan: running === undefined ? { stage: 'EOF' } : planStages(running.plan),
        rejectedPlans: [],
      },
      executionStats:
        verbosity === 'queryPlanner'
          ? undefined
          : {
              executionSuccess: true,
              nReturned: returned,
              executionTimeMillis: milliseconds,
              totalKeysExamined: running?.counters.keysExamined ?? 0,
              totalDocsExamined: running?.counters.docsExamined ?? 0,
            },
      serverInfo: { version: SERVER_VERSION },
      ok: 1,
    };
  },
};

function run(
  unit: Unit,
  request: CommandRequest,
): Promise<{ running: RunningQuery | undefined; returned: number }> {
  const args = request.arguments;
  switch (request.name) {
    case 'find':
      args.assertKnown(find);
      return explainFind(unit, request);
    case 'aggregate':
      args.assertKnown(AGGREGATE_OPTIONS);
      return explainAggregate(unit, {
        ...request,
        arguments: new Arguments('aggregate', new Map([...args.doc, ['cursor', new Map()]])),
      });
    case 'count':
    case 'distinct':
      args.assertKnown(request.name === 'count' ? count : distinct);
      return explainFind(unit, { ...request, arguments: asFind(request.name, args) });
    case '':
      throw new MongoError(9, 'explain needs a command');
    default:
      throw unsupported(`explain of ${request.name}`);
  }
}

/** The find command that looks up the same documents. */
function asFind(name: string, args: Arguments): Arguments {
  const find = new Map([['find', args.doc.get(name) ?? null]]);
  const query = args.get('query');
  if (query !== undefined) find.set('filter', query);
  for (const option of ['hint', 'skip', 'limit']) {
    const value = args.get(option);
    if (value !== undefined) find.set(option, value);
  }
  return new Arguments('find', find);
}

function planStages(plan: Plan): ReplyObject {
  const search = searchStage(plan);
  const fetched = plan.kind === 'index' ? { stage: 'FETCH', inputStage: search } : search;
  return plan.sorted ? fetched : { stage: 'SORT', inputStage: fetched };
}

function searchStage(plan: Plan): ReplyObject {
  if (plan.kind === 'scan') return { stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' };
  if (plan.kind === 'id') return { stage: 'IDHACK', indexName: '_id_' };
  const direction = plan.reverse ? 'backward' : 'forward';
  if (plan.kind === 'idRanges') {
    return {
      stage: 'FETCH',
      inputStage: { stage: 'IXSCAN', indexName: '_id_', keyPattern: { _id: 1 }, isMultiKey: false, direction },
    };
  }
  const { index } = plan;
  return {
    stage: 'IXSCAN',
    indexName: index.name,
    keyPattern: index.definition.get('key'),
    isMultiKey: index.multikey,
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partialFilter !== undefined,
    direction,
  };
}
