import type { PersonActor } from '../../kernel/actor.js';
import { can } from '../../kernel/permissions.js';
import type { Points } from '../../kernel/points.js';
import type { BoardRow } from '../leaderboard/index.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { topRows } from './top-rows.js';

const SHOWN = 10;

/** HR and central see who wished not to be named. */
export function seesOptedOut(actor: PersonActor): boolean {
  return can(actor, 'figures:view-all') || can(actor, 'people:administer', 'hr');
}

interface Score {
  readonly personId: string;
  readonly points: Points;
}

/** The first ten of any number of people who pass by, ranked and shown as on every board. */
export function topPerformers(viewer: PersonActor) {
  const top = topRows<Score>(
    (one, other) => other.points - one.points || (one.personId < other.personId ? -1 : 1),
    SHOWN,
  );
  return {
    add(personId: string, points: Points): void {
      if (points > 0) top.add([{ personId, points }]);
    },
    async rows({ people }: Pick<ReportsDependencies, 'people'>): Promise<readonly BoardRow[]> {
      const scores = top.sorted();
      const known = await people.byIds(scores.map(({ personId }) => personId));
      return scores.map(({ personId, points }) => {
        const person = known.get(personId);
        const rank = 1 + scores.findIndex((other) => other.points === points);
        const hidden = person?.preferences.leaderboardOptOut !== false;
        return hidden && personId !== viewer.personId && !seesOptedOut(viewer)
          ? { rank, personId: null, name: null, points }
          : { rank, personId, name: person?.name ?? null, points };
      });
    },
  };
}
