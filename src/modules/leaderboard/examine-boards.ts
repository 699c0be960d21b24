import type { BoardModels, BoardRow, BoardSumRecord, TallyRecord } from './board.model.js';
import type { BoardDifference, BoardPoints, ListCount } from './board-difference.js';
import { eachPlace } from './board-rows.js';
import { scopeOf, type BoardKey, type BoardPeriod } from './board-scope.js';
import type { RowChange } from './store-rows.js';
import { emptyTally, headsOf, move, type Tally } from './tally.js';

const pointsOf = ({ regular, bonus }: BoardPoints): BoardPoints => ({ regular, bonus });

/** A row that would have to be written, as a difference. */
export function rowDifference({ before, after }: RowChange): Extract<BoardDifference, { type: 'score.wrong' }> {
  return {
    type: 'score.wrong',
    personId: after.person,
    period: after.period,
    fields: (Object.keys(after) as (keyof BoardRow)[]).filter((name) => before?.[name] !== after[name]),
    stored: before === undefined ? undefined : pointsOf(before),
    computed: pointsOf(after),
  };
}

const NOTHING: BoardPoints = { regular: 0, bonus: 0 };

/** The sums of periods that are not those of the rows. */
export async function examineSums(models: BoardModels): Promise<Extract<BoardDifference, { type: 'sum.wrong' }>[]> {
  const counted = await models.boards.aggregate<BoardPoints & { readonly _id: BoardPeriod }>([
    { $group: { _id: '$period', regular: { $sum: '$regular' }, bonus: { $sum: '$bonus' } } },
  ]);
  const records = await models.sums.find().lean<BoardSumRecord[]>();
  const computed = new Map(counted.map((sum) => [sum._id, pointsOf(sum)]));
  const stored = new Map(records.map((sum) => [sum.period, pointsOf(sum)]));
  return [...new Set([...computed.keys(), ...stored.keys()])].sort().flatMap((period) => {
    const [is, should] = [stored.get(period) ?? NOTHING, computed.get(period) ?? NOTHING];
    if (is.regular === should.regular && is.bonus === should.bonus) return [];
    return [{ type: 'sum.wrong' as const, personId: null, period, stored: is, computed: should }];
  });
}

export function keyOf({ period, class: of, scope }: Pick<TallyRecord, 'period' | 'class' | 'scope'>): BoardKey {
  return { period, class: of, ...scopeOf(scope) };
}

export function listCount(tally: Pick<TallyRecord, 'counts' | 'participants' | 'sum'>): ListCount {
  return { people: headsOf(tally), participants: tally.participants, sum: tally.sum };
}

/** A tally that does not count what the rows say, section by section. */
export async function examineTally(
  models: BoardModels,
  stored: TallyRecord,
): Promise<Extract<BoardDifference, { type: 'tally.wrong' }>[]> {
  const key = keyOf(stored);
  const computed: Tally = { ...emptyTally(), from: [...stored.from], counts: stored.from.map(() => 0) };
  for await (const place of eachPlace(models, key)) move(computed, undefined, place);
  const same =
    computed.participants === stored.participants &&
    computed.sum === stored.sum &&
    stored.from[0] === '' &&
    computed.counts.length === stored.counts.length &&
    computed.counts.every((count, section) => count === stored.counts[section]);
  if (same) return [];
  return [
    {
      type: 'tally.wrong',
      personId: null,
      period: key.period,
      class: key.class,
      scope: scopeOf(stored.scope),
      storedList: listCount(stored),
      computedList: listCount(computed),
    },
  ];
}
