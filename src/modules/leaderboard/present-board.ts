import { DEFAULT_PAGE_SIZE, offsetOf, type PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { BoardPage, BoardRow, BoardViewer, OwnPlace } from './board.js';
import { percentileOf, type Place, type Ranking } from './ranking.js';

/** How many everybody sees at the top, and on each side of the own row. */
const TOP = 5;
const NEIGHBOURS = 2;

/** What one viewer may see of a ranking. */
export function presentBoard(period: PeriodKey, ranking: Ranking, viewer: BoardViewer, page?: PageRequest): BoardPage {
  const { places, average } = ranking;
  const own = viewer.viewerId === null ? undefined : ranking.indexOf.get(viewer.viewerId);
  const request = page ?? { number: 1, size: DEFAULT_PAGE_SIZE };
  const seen = viewer.viewAll
    ? places.slice(offsetOf(request), offsetOf(request) + request.size)
    : surroundings(places, own);
  return {
    period,
    rows: seen.map((place) => presentPlace(place, viewer)),
    me: ownPlace(ranking, own, viewer),
    average,
    participants: places.length,
    ...(viewer.viewAll && { page: { ...request, total: places.length } }),
  };
}

/** The top, and the own row with its neighbours; each row once, best first. */
function surroundings(places: readonly Place[], own: number | undefined): readonly Place[] {
  if (own === undefined) return places.slice(0, TOP);
  const from = Math.max(TOP, own - NEIGHBOURS);
  return [...places.slice(0, TOP), ...places.slice(from, Math.max(from, own + NEIGHBOURS + 1))];
}

function presentPlace({ rank, personId, name, optedOut, points }: Place, viewer: BoardViewer): BoardRow {
  const hidden = optedOut && viewer.seesOptedOut !== true && viewer.viewerId !== personId;
  return hidden ? { rank, personId: null, name: null, points } : { rank, personId, name, points };
}

function ownPlace({ places }: Ranking, own: number | undefined, viewer: BoardViewer): OwnPlace | null {
  if (viewer.viewerId === null) return null;
  const place = own === undefined ? undefined : places[own];
  if (place !== undefined) {
    const { rank, points } = place;
    // Ranks skip, so as many places as ranks are better, and the last of them is the next goal.
    const better = places[rank - 2];
    const toNext = better === undefined ? null : better.points - points;
    return { rank, points, percentile: percentileOf(rank, places.length), toNext };
  }
  if (viewer.filter !== undefined && Object.values(viewer.filter).some((value) => value !== undefined)) return null;
  return { rank: null, points: 0, percentile: null, toNext: places.at(-1)?.points ?? null };
}
