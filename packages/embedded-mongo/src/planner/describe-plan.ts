import { Int32 } from 'bson';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { Binding } from './bind-source.js';
import { describeBounds } from './describe-bounds.js';
import type { Plan } from './plan.js';

/** The stages of a plan as explain names them, from the last to the first. */
export function describePlan(plan: Plan): ReplyObject {
  const stages = searchStages(plan);
  return plan.sorted ? stages : { stage: 'SORT', inputStage: stages };
}

function searchStages(plan: Plan): ReplyObject {
  switch (plan.kind) {
    case 'nothing':
      return { stage: 'EOF' };
    case 'scan':
      return { stage: 'COLLSCAN', direction: directionOf(plan.reverse) };
    case 'id':
      return { stage: 'IDHACK', indexName: '_id_' };
    case 'keys':
      return {
        stage: 'FETCH',
        inputStage:
          plan.merged === 0
            ? { stage: 'IXSCAN', ...describeSearch(plan.binding, plan.reverse) }
            : {
                stage: 'SORT_MERGE',
                inputStages: [{ stage: 'IXSCAN', ...describeSearch(plan.binding, plan.reverse) }],
              },
      };
    case 'either':
      return {
        stage: plan.sort === undefined ? 'OR' : 'SORT_MERGE',
        inputStages: plan.plans.map((each) => searchStages(each)),
      };
  }
}

/** The stages of a count over keys alone. */
export function describeCount(binding: Binding | undefined): ReplyObject {
  if (binding === undefined) return { stage: 'COUNT', inputStage: { stage: 'RECORD_STORE_FAST_COUNT' } };
  return { stage: 'COUNT', inputStage: { stage: 'COUNT_SCAN', ...describeSearch(binding, false) } };
}

/** The stages of a search that goes from one different key to the next. */
export function describeDistinct(binding: Binding): ReplyObject {
  return { stage: 'FETCH', inputStage: { stage: 'DISTINCT_SCAN', ...describeSearch(binding, false) } };
}

function describeSearch(binding: Binding, reverse: boolean): ReplyObject {
  const { source } = binding;
  return {
    keyPattern: source.pattern,
    indexName: source.name,
    isMultiKey: source.multikey,
    isUnique: source.unique,
    isSparse: source.sparse,
    isPartial: source.partial !== undefined,
    indexVersion: new Int32(2),
    direction: directionOf(reverse),
    indexBounds: describeBounds(binding, reverse),
  };
}

function directionOf(reverse: boolean): string {
  return reverse ? 'backward' : 'forward';
}
