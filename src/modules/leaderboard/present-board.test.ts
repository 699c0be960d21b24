import { describe, expect, it } from 'vitest';
import type { PageRequest } from '../../kernel/paging.js';
import type { BoardViewer } from './board.js';
import { presentBoard as present, type IsMeant } from './present-board.js';
import { readerOf, type BoardReader } from './board-reader.js';
import { rankScores } from './ranking.js';

/** People p01, p02 ... with these points; those named opted out. */
function ranking(points: readonly number[], optedOut: readonly string[] = []): BoardReader {
  const scores = points.map((regular, index) => {
    const personId = `p${String(index + 1).padStart(2, '0')}`;
    return {
      personId,
      name: personId.toUpperCase(),
      department: 'IT',
      grade: 'C1',
      optedOut: optedOut.includes(personId),
      active: true,
      exitDate: null,
      regular,
      bonus: 0,
    };
  });
  return readerOf(rankScores(scores, ({ regular }) => regular));
}

const twelve = ranking([1200, 1100, 1000, 900, 800, 700, 600, 500, 400, 300, 200, 100]);
const employee = (viewerId: string): BoardViewer => ({ viewerId, viewAll: false });
const presentBoard = (
  of: BoardReader,
  viewer: BoardViewer,
  page?: PageRequest,
  isMeant: IsMeant = () => Promise.resolve(true),
) => present('2025-Q3', of, isMeant, viewer, page);
const shown = async (of: BoardReader, viewer: BoardViewer) =>
  (await presentBoard(of, viewer)).rows.map(({ personId }) => personId);

describe('presentBoard', () => {
  it('acceptance 37: 900, 900, 500: the third needs 400 and is at 33.3', async () => {
    const board = await presentBoard(ranking([900, 900, 500]), employee('p03'));
    expect(board).toEqual({
      period: '2025-Q3',
      rows: [
        { rank: 1, personId: 'p01', name: 'P01', points: 900 },
        { rank: 1, personId: 'p02', name: 'P02', points: 900 },
        { rank: 3, personId: 'p03', name: 'P03', points: 500 },
      ],
      me: { rank: 3, points: 500, percentile: 33.3, toNext: 400 },
      average: 766.67,
      participants: 3,
    });
  });

  it('counts to the next better rank, not to the neighbour with the same points', async () => {
    const { me } = await presentBoard(ranking([900, 500, 500, 500]), employee('p04'));
    expect(me).toEqual({ rank: 2, points: 500, percentile: 75, toNext: 400 });
  });

  it('has nothing above the first rank, also when it is shared', async () => {
    for (const id of ['p01', 'p02']) {
      expect((await presentBoard(ranking([900, 900, 500]), employee(id))).me).toMatchObject({
        rank: 1,
        toNext: null,
      });
    }
  });

  it.each([
    ['p01', ['p01', 'p02', 'p03', 'p04', 'p05']],
    ['p05', ['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07']],
    ['p06', ['p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08']],
    ['p09', ['p01', 'p02', 'p03', 'p04', 'p05', 'p07', 'p08', 'p09', 'p10', 'p11']],
    ['p12', ['p01', 'p02', 'p03', 'p04', 'p05', 'p10', 'p11', 'p12']],
    ['none', ['p01', 'p02', 'p03', 'p04', 'p05']],
  ])('acceptance 37: shows %s the top and the own surroundings', async (viewer, rows) => {
    expect(await shown(twelve, employee(viewer))).toEqual(rows);
  });

  it('acceptance 37: gives no rank to a viewer without points', async () => {
    expect((await presentBoard(twelve, employee('none'))).me).toEqual({
      rank: null,
      points: 0,
      percentile: null,
      toNext: 100,
    });
    expect((await presentBoard(ranking([]), employee('none'))).me).toEqual({
      rank: null,
      points: 0,
      percentile: null,
      toNext: null,
    });
  });

  it('has no own place on a filtered board that leaves the viewer out, and one without rank where it means the viewer', async () => {
    const filtered: BoardViewer = { ...employee('none'), filter: { department: 'IT' } };
    const meant = (value: boolean) => presentBoard(twelve, filtered, undefined, () => Promise.resolve(value));
    expect((await meant(false)).me).toBeNull();
    expect((await meant(true)).me).toEqual({ rank: null, points: 0, percentile: null, toNext: 100 });
    expect((await presentBoard(twelve, { viewerId: null, viewAll: true })).me).toBeNull();
  });

  it('pages through all for those who may', async () => {
    const viewer: BoardViewer = { viewerId: 'p12', viewAll: true };
    const board = await presentBoard(twelve, viewer, { number: 3, size: 5 });
    expect(board.rows.map(({ rank }) => rank)).toEqual([11, 12]);
    expect(board).toMatchObject({ me: { rank: 12 }, page: { number: 3, size: 5, total: 12 } });
    expect(board.mine).toMatchObject({ page: 3, rows: [{ rank: 10 }, { rank: 11 }, { rank: 12, personId: 'p12' }] });
  });

  it('hides name and id of who opted out from all but the person, HR and central', async () => {
    const board = ranking([900, 800], ['p01']);
    const seenBy = async (viewer: BoardViewer) => (await presentBoard(board, viewer)).rows[0];
    const hidden = { rank: 1, personId: null, name: null, points: 900 };
    const open = { rank: 1, personId: 'p01', name: 'P01', points: 900 };
    expect(await seenBy(employee('p02'))).toEqual(hidden);
    expect(await seenBy({ viewerId: 'p02', viewAll: true })).toEqual(hidden);
    expect(await seenBy({ viewerId: 'p02', viewAll: true, seesOptedOut: true })).toEqual(open);
    expect(await seenBy(employee('p01'))).toEqual(open);
  });
});
