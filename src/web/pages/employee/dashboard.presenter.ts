import type { PersonActor } from '../../../kernel/actor.js';
import type { EmployeeDashboard } from '../../../modules/reports/index.js';
import type { BoardRow } from '../../../modules/leaderboard/index.js';
import { initialsOf, type LeaderboardRow } from '../../views/index.js';
import type { WaitingDecisions } from './own-duties.js';

/** What the dashboard's template needs beside the figures: states of steps, rows with initials. */
export function presentDashboard(
  data: EmployeeDashboard,
  actor: PersonActor,
  duties: readonly WaitingDecisions[] | null,
) {
  const next = data.milestones.findIndex(({ reached }) => !reached);
  return {
    data,
    duties,
    name: actor.name.split(' ')[0] ?? actor.name,
    milestones: data.milestones.map((milestone, index) => ({
      ...milestone,
      state: milestone.reached ? ('reached' as const) : index === next ? ('next' as const) : ('open' as const),
    })),
    neighbours: data.rank.neighbours.map((row) => leaderboardRow(row, actor.personId)),
  };
}

/** A row of the board as its component takes it; somebody who opted out has no name. */
export function leaderboardRow(row: BoardRow, viewerId: string): LeaderboardRow {
  const me = row.personId === viewerId;
  return {
    rank: row.rank,
    points: row.points,
    ...(me && { me }),
    ...(row.personId !== null &&
      row.name !== null && { person: { id: row.personId, name: row.name, initials: initialsOf(row.name) } }),
  };
}
