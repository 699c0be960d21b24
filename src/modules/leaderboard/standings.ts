import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { BoardRecord } from './board.model.js';
import type { BoardClass, Standing } from './board.js';
import type { PlaceList } from './mongo-boards.js';
import { placeKey } from './place-key.js';
import { behind, headsOf } from './tally.js';

/** A page of everybody in the order of points; equals stand in the order of ids either way. */
export async function standingsPage(
  list: PlaceList,
  of: BoardClass,
  descending: boolean,
  page: PageRequest,
): Promise<Page<Standing>> {
  const heads = headsOf(list.tally);
  const rows = await (descending
    ? list.slice(offsetOf(page), page.size)
    : ascending(list, of, offsetOf(page), page.size));
  return pageOf(
    rows.map(({ person, regular, bonus }) => ({ personId: person, regular, bonus })),
    page,
    heads,
  );
}

/**
 * Read from behind: the same stretch says how many of each points the page has. Within equals the order is turned once
 * more, which matters for those at both ends, whose equals may stand on other pages.
 */
async function ascending(
  list: PlaceList,
  of: BoardClass,
  offset: number,
  limit: number,
): Promise<readonly BoardRecord[]> {
  const heads = headsOf(list.tally);
  const to = heads - offset;
  const from = Math.max(0, to - limit);
  if (to <= from) return [];
  const stretch = [...(await list.slice(from, to - from))].reverse();
  const groups = new Map<number, BoardRecord[]>();
  for (const row of stretch) groups.set(row[of], [row, ...(groups.get(row[of]) ?? [])]);
  const [first, last] = [stretch[0]?.[of], stretch.at(-1)?.[of]];
  const rows: BoardRecord[] = [];
  for (const [points, group] of groups) {
    if (points !== first && points !== last) {
      rows.push(...group);
      continue;
    }
    const start = await list.before(placeKey(points));
    const end = await list.before(behind(points));
    const skipped = points === first ? Math.max(0, offset - (heads - end)) : 0;
    rows.push(...(await list.slice(start + skipped, group.length)));
  }
  return rows;
}
