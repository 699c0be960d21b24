import type { PersonActor } from '../../../kernel/actor.js';
import type { EmployeeDashboard, RecentEntry } from '../../../modules/reports/index.js';
import type { RequestView } from '../../../modules/requests/index.js';
import type { BoardRow } from '../../../modules/leaderboard/index.js';
import { initialsOf, type LeaderboardRow } from '../../views/index.js';
import type { WaitingDecisions } from './own-duties.js';

/** What the dashboard's template needs beside the figures: states of steps, rows with initials. */
export function presentDashboard(
  data: EmployeeDashboard,
  actor: PersonActor,
  approved: readonly RequestView[],
  duties: readonly WaitingDecisions[] | null,
) {
  const next = data.milestones.findIndex(({ reached }) => !reached);
  return {
    data,
    duties,
    praise: data.recent.map((entry) => presentPraise(entry, approved)),
    name: actor.name.split(' ')[0] ?? actor.name,
    milestones: data.milestones.map((milestone, index) => ({
      ...milestone,
      state: milestone.reached ? ('reached' as const) : index === next ? ('next' as const) : ('open' as const),
    })),
    neighbours: data.rank.neighbours.map((row) => leaderboardRow(row, actor.personId)),
  };
}

/** An entry with the words that somebody said about it; what the person wrote in the request is no praise. */
function presentPraise(entry: RecentEntry, approved: readonly RequestView[]) {
  const { at, by, categoryName, points, kind } = entry;
  const request = approved.find(({ entryId }) => entryId === entry.id);
  const words = kind === 'earn' ? (request?.decisionNotes ?? '') : entry.words;
  return { at, by, categoryName, points, words, requestId: request?.id ?? null };
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
