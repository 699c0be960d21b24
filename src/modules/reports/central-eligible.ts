import type { PersonFilter } from '../people/index.js';
import { rangeOfPeriod } from '../../kernel/period.js';
import type { CentralLook } from './central-look.js';
import { targetOf } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const BATCH = 500;

/**
 * Ids of those of a filter who could be given the bonus of today's quarter. Only whoever has reached the quarterly target
 * can, and the boards have those at their upper end, grade by grade; the module of bonuses judges them.
 */
export async function eligiblePeople(
  deps: ReportsDependencies,
  meant: PersonFilter,
  look: CentralLook,
): Promise<string[]> {
  const eligible: string[] = [];
  for await (const ids of candidates(deps, meant, look)) {
    const states = await deps.bonuses.states(ids, look.present.quarter);
    for (const [id, state] of states) if (state.eligible) eligible.push(id);
  }
  return eligible;
}

async function* candidates(
  { people, leaderboard, organizations, targets }: ReportsDependencies,
  meant: PersonFilter,
  look: CentralLook,
): AsyncGenerator<string[]> {
  if (meant.status !== 'active') {
    // Whoever has left stands on no board.
    for await (const batch of people.eachBatch(meant, BATCH)) yield batch.map(({ id }) => id);
    return;
  }
  const { department } = meant;
  const { quarter, calendar } = look.present;
  // A bonus goes by what applies on the last day of the quarter, which may be planned already.
  const config = await targets.configOn(rangeOfPeriod(quarter, calendar).to);
  for (const grade of meant.grade === undefined ? (await organizations.current()).lists.grades : [meant.grade]) {
    const target = targetOf(grade, config);
    if (target === undefined) continue;
    const wish = { class: 'regular', department, grade } as const;
    for (let number = 1; ; number += 1) {
      const { items } = await leaderboard.standings(quarter, wish, { number, size: BATCH });
      const reached = items.filter(({ regular }) => regular >= target);
      if (reached.length > 0) yield reached.map(({ personId }) => personId);
      if (reached.length < BATCH) break;
    }
  }
}
