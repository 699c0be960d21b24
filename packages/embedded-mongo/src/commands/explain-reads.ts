import { drive } from '../flow/drive.js';
import type { Flow } from '../flow/pause.js';
import { countDocuments } from '../planner/count-documents.js';
import { describeCount, describeDistinct } from '../planner/describe-plan.js';
import { distinctDocuments } from '../planner/distinct-documents.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { Unit } from '../store/unit.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { Arguments } from './arguments.js';
import type { CommandRequest } from './command.js';
import { count, countQuery } from './count.command.js';
import { distinct, distinctQuery } from './distinct.command.js';
import { NOTHING_TO_READ, describePlans } from './explained.js';
import type { Explained } from './explained.js';
import { find, toQuery } from './find.command.js';
import { findCollection } from './find-target.js';
import { AGGREGATE_OPTIONS, runAggregate } from './run-aggregate.js';

/** Explains find: the search, and the skipping and limiting of what it finds. */
export function explainFind(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(find);
  const collection = findCollection(unit, request.database, request.arguments.collection());
  const { query } = toQuery(request, collection);
  if (collection === undefined) return NOTHING_TO_READ;
  const running = queryDocuments(unit, collection, query);
  const { skip = 0, limit } = query;
  const around = (stages: ReplyObject): ReplyObject => {
    const skipped = skip === 0 ? stages : { stage: 'SKIP', skipAmount: skip, inputStage: stages };
    return limit === undefined ? skipped : { stage: 'LIMIT', limitAmount: limit, inputStage: skipped };
  };
  return {
    ...describePlans(running, around),
    counters: running.counters,
    run: () => returnedBy(running.matches, request),
  };
}

/** Explains count: one number, whatever is counted. */
export function explainCount(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(count);
  const collection = findCollection(unit, request.database, request.arguments.collection());
  const query = countQuery(request, collection);
  if (collection === undefined) return NOTHING_TO_READ;
  const { covered, running, counters, counts } = countDocuments(unit, collection, query);
  const described =
    running === undefined
      ? { winningPlan: describeCount(covered?.binding), rejectedPlans: [] }
      : describePlans(running, (stages) => ({ stage: 'COUNT', inputStage: stages }));
  return {
    ...described,
    counters,
    run: async () => {
      let nCounted = 0;
      await drive(counts, request.pacer, (n) => (nCounted += n));
      return { returned: 0, stage: { nCounted } };
    },
  };
}

/** Explains distinct; what it "returns" are the documents it takes values of. */
export function explainDistinct(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(distinct);
  const collection = findCollection(unit, request.database, request.arguments.collection());
  const { key, query } = distinctQuery(request, collection);
  if (collection === undefined) return NOTHING_TO_READ;
  const { covered, running, counters, values } = distinctDocuments(unit, collection, key, query);
  const described =
    running === undefined
      ? { winningPlan: covered === undefined ? {} : describeDistinct(covered.binding), rejectedPlans: [] }
      : describePlans(running);
  return { ...described, counters, run: () => returnedBy(values, request) };
}

/** Explains how the documents of a pipeline are found. */
export function explainAggregate(unit: Unit, request: CommandRequest): Explained {
  request.arguments.assertKnown(AGGREGATE_OPTIONS);
  const body = new Map([...request.arguments.doc, ['cursor', new Map()] as const]);
  const inner: CommandRequest = { ...request, arguments: new Arguments('aggregate', body) };
  const { running, counted, results } = runAggregate(unit, inner);
  const run = (): ReturnType<Explained['run']> => returnedBy(results, request);
  if (running !== undefined) return { ...describePlans(running), counters: running.counters, run };
  if (counted === undefined) return { ...NOTHING_TO_READ, run };
  const { plan, counters } = counted;
  const winningPlan = 'place' in plan ? describeDistinct(plan.binding) : describeCount(plan.binding);
  return { winningPlan, rejectedPlans: [], counters, run };
}

async function returnedBy(flow: Flow<unknown>, { pacer }: CommandRequest): Promise<{ returned: number }> {
  let returned = 0;
  await drive(flow, pacer, () => (returned += 1));
  return { returned };
}
