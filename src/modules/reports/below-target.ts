import { configDayOf, figuresOf, presentPeriod, targetOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

export interface GradedPerson {
  readonly id: string;
  readonly grade: string;
}

/** Which of these people have fewer regular points in today's quarter than their target; without a target nobody does. */
export async function belowQuarterTarget(
  deps: Pick<ReportsDependencies, 'ledger' | 'organizations' | 'targets'>,
  people: readonly GradedPerson[],
): Promise<ReadonlySet<string>> {
  const present = await presentPeriod(deps);
  const { quarter } = present;
  const config = await deps.targets.configOn(configDayOf(present, quarter));
  const totals = await deps.ledger.totals(
    people.map(({ id }) => id),
    [quarter],
  );
  const below = people.filter(({ id, grade }) => {
    const target = targetOf(grade, config);
    return target !== undefined && figuresOf(totals.get(id), quarter).regular < target;
  });
  return new Set(below.map(({ id }) => id));
}
