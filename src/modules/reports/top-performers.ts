import type { PersonActor } from '../../kernel/actor.js';
import { can } from '../../kernel/permissions.js';
import type { Points } from '../../kernel/points.js';
import { presentBoard, rankScores, readerOf, type BoardRow, type BoardScore } from '../leaderboard/index.js';
import type { Person } from '../people/index.js';
import { topRows } from './top-rows.js';

const SHOWN = 10;

/** HR and central see who wished not to be named. */
export function seesOptedOut(actor: PersonActor): boolean {
  return can(actor, 'figures:view-all') || can(actor, 'people:administer', 'hr');
}

interface Viewer {
  readonly viewerId: string;
  readonly seesOptedOut: boolean;
}

/** The first ten of any number of people who pass by, ranked and shown as on every board. */
export function topPerformers(viewer: Viewer) {
  const top = topRows<BoardScore>(
    (one, other) => other.regular - one.regular || (one.personId < other.personId ? -1 : 1),
    SHOWN,
  );
  return {
    add(person: Person, points: Points): void {
      if (points > 0) top.add([scoreOf(person, points)]);
    },
    async rows(): Promise<readonly BoardRow[]> {
      const reader = readerOf(rankScores(top.sorted(), (score) => score.regular));
      return (await presentBoard('all', reader, { ...viewer, viewAll: true }, { number: 1, size: SHOWN })).rows;
    },
  };
}

function scoreOf({ id, name, department, grade, status, exitDate, preferences }: Person, points: Points): BoardScore {
  return {
    personId: id,
    ...{ name, department, grade, exitDate },
    optedOut: preferences.leaderboardOptOut,
    active: status === 'active',
    regular: points,
    bonus: 0,
  };
}
