import type { Plan } from '../planner/plan.js';
import { describePlan } from '../planner/describe-plan.js';
import type { QueryCounters } from '../planner/run-plan.js';
import type { ReplyObject } from '../wire/encode-reply.js';

/** A command that explain has planned. */
export interface Explained {
  readonly winningPlan: ReplyObject;
  readonly rejectedPlans: readonly ReplyObject[];
  /** Undefined when there is nothing to read. */
  readonly counters: QueryCounters | undefined;
  /** Carries it out without changing anything, and gives how many documents it returns or concerns. */
  readonly run: () => Promise<Outcome>;
}

export interface Outcome {
  readonly returned: number;
  /** What else the last stage tells. */
  readonly stage?: ReplyObject;
}

/** Explains a collection that does not exist. */
export const NOTHING_TO_READ: Explained = {
  winningPlan: { stage: 'EOF' },
  rejectedPlans: [],
  counters: undefined,
  run: () => Promise.resolve({ returned: 0 }),
};

/** The stages of a plan and of those that were thought of besides. */
export function describePlans(
  { plan, rejected }: { readonly plan: Plan; readonly rejected: readonly Plan[] },
  around: (stages: ReplyObject) => ReplyObject = (stages) => stages,
): Pick<Explained, 'winningPlan' | 'rejectedPlans'> {
  return {
    winningPlan: around(describePlan(plan)),
    rejectedPlans: rejected.map((each) => around(describePlan(each))),
  };
}
