import { DEFAULT_PAGE_SIZE, offsetOf, type PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import type { BoardPage, BoardRow, BoardViewer, OwnPlace } from './board.js';
import type { BoardReader } from './board-reader.js';
import { averageOf, percentileOf, type Place } from './ranking.js';

/** How many everybody sees at the top, and on each side of the own row. */
const TOP = 5;
const NEIGHBOURS = 2;

/** Says whether somebody is among those whom a filter means, with points or without; asked only of who has none. */
export type IsMeant = (personId: string) => Promise<boolean>;

/** What one viewer may see of a board. Costs as much as what is seen of it. */
export async function presentBoard(
  period: PeriodKey,
  reader: BoardReader,
  isMeant: IsMeant,
  viewer: BoardViewer,
  page?: PageRequest,
): Promise<BoardPage> {
  const { participants, sum } = reader;
  const own = viewer.viewerId === null ? undefined : await reader.indexOf(viewer.viewerId);
  const request = page ?? { number: 1, size: DEFAULT_PAGE_SIZE };
  const around = own === undefined ? [] : await neighbours(reader, own);
  const seen = viewer.viewAll
    ? await reader.slice(offsetOf(request), request.size)
    : await withTop(reader, own, around);
  const shown = (places: readonly Place[]) => places.map((place) => presentPlace(place, viewer));
  return {
    period,
    rows: shown(seen),
    me: await ownPlace(reader, isMeant, around, viewer),
    average: averageOf(sum, participants),
    participants,
    ...(viewer.viewAll && { page: { ...request, total: participants } }),
    ...(viewer.viewAll &&
      own !== undefined && { mine: { page: Math.floor(own / request.size) + 1, rows: shown(around) } }),
  };
}

/** The own row and those on each side. */
async function neighbours(reader: BoardReader, own: number): Promise<readonly Place[]> {
  const from = Math.max(0, own - NEIGHBOURS);
  return reader.slice(from, own + NEIGHBOURS + 1 - from);
}

/** The top, and the own row with its neighbours; each row once, best first. */
async function withTop(
  reader: BoardReader,
  own: number | undefined,
  around: readonly Place[],
): Promise<readonly Place[]> {
  const top = await reader.slice(0, TOP);
  const from = Math.max(0, (own ?? 0) - NEIGHBOURS);
  return [...top, ...around.slice(Math.max(0, TOP - from))];
}

function presentPlace({ rank, personId, name, optedOut, points }: Place, viewer: BoardViewer): BoardRow {
  const hidden = optedOut && viewer.seesOptedOut !== true && viewer.viewerId !== personId;
  return hidden ? { rank, personId: null, name: null, points } : { rank, personId, name, points };
}

async function ownPlace(
  reader: BoardReader,
  isMeant: IsMeant,
  around: readonly Place[],
  viewer: BoardViewer,
): Promise<OwnPlace | null> {
  if (viewer.viewerId === null) return null;
  const { participants } = reader;
  const place = around.find(({ personId }) => personId === viewer.viewerId);
  if (place !== undefined) {
    const { rank, points } = place;
    // Ranks skip, so as many places as ranks are better, and the last of them is the next goal.
    const better = rank === 1 ? undefined : await pointsAt(reader, rank - 2);
    const toNext = better === undefined ? null : better - points;
    return { rank, points, percentile: percentileOf(rank, participants), toNext };
  }
  if (!(await isMeant(viewer.viewerId))) return null;
  const lowest = participants === 0 ? undefined : await pointsAt(reader, participants - 1);
  return { rank: null, points: 0, percentile: null, toNext: lowest ?? null };
}

async function pointsAt(reader: BoardReader, index: number) {
  return (await reader.slice(index, 1))[0]?.points;
}
