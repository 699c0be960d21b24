import { addDays, yearMonthOf, yearOf, type LocalDate } from '../../kernel/local-date.js';
import { ALL_TIME, isQuarterKey, yearOfQuarter, type DateRange } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { operator } from '../../platform/storage/index.js';
import { cellText, eachCell, type CellKey } from './breakdown-cells.js';
import { BreakdownTally } from './breakdown-tally.js';
import type { BreakdownRecord } from './breakdown.model.js';
import type { Breakdown, BreakdownFilter } from './breakdown.js';
import { matchOf } from './entry.queries.js';
import { CORRECTIONS } from './group-entries.js';
import type { LedgerModels } from './ledger.models.js';

/** So many people are asked for by name; of more the whole company is read. */
const FEW = 500;
const BATCH = 1000;

/** Which stored years have cells that count, which of their cells do, and the days whose entries have to be read. */
interface Plan {
  /** Undefined: all there are. */
  readonly years: readonly number[] | undefined;
  readonly isStored: (key: CellKey) => boolean;
  readonly edges: readonly DateRange[];
}

/** Whole months come from what is stored by month, the days before and after them from their entries. */
export async function breakdownOf(models: LedgerModels, filter: BreakdownFilter): Promise<Breakdown> {
  const { categoryCode, unit } = filter;
  const { years, isStored, edges } = planOf(filter);
  // Accounts of before there were breakdowns: see completeBreakdowns.
  if ((await models.accounts.findOne({ brokenDown: null }, { _id: 1 }).lean()) !== null)
    return fromEntries(models, filter);
  const tally = new BreakdownTally(
    (key) =>
      isStored(key) &&
      (categoryCode === undefined || key.categoryCode === categoryCode) &&
      (unit === undefined || key.unit === unit),
  );
  if (years?.length !== 0) await addStored(models, years, filter.personIds, tally);
  for (const edge of edges) tally.include(await fromEntries(models, { ...filter, ...edge }));
  return tally.result();
}

function planOf({ period, from, to }: BreakdownFilter): Plan {
  if (from !== undefined && to !== undefined) return planOfDays({ from, to });
  if (period === undefined || period === ALL_TIME) return { years: undefined, isStored: () => true, edges: [] };
  if (!isQuarterKey(period)) return { years: [Number(period)], isStored: () => true, edges: [] };
  return { years: [yearOfQuarter(period)], isStored: ({ quarter }) => quarter === period, edges: [] };
}

function planOfDays({ from, to }: DateRange): Plan {
  const first = from.endsWith('-01') ? from : firstOfNextMonth(from);
  const after = addDays(to, 1);
  const end = after.endsWith('-01') ? after : `${yearMonthOf(to)}-01`;
  if (first >= end) return { years: [], isStored: () => false, edges: [{ from, to }] };
  const edges = [
    { from, to: addDays(first, -1) },
    { from: end, to },
  ];
  // A month lies in the fiscal year that has its number, or in the one before, by whatever calendar it was stored.
  const earliest = yearOf(first) - 1;
  return {
    years: Array.from({ length: yearOf(addDays(end, -1)) - earliest + 1 }, (_, index) => earliest + index),
    isStored: ({ month }) => month >= yearMonthOf(first) && month < yearMonthOf(end),
    edges: edges.filter((edge) => edge.from <= edge.to),
  };
}

function firstOfNextMonth(day: LocalDate): LocalDate {
  return `${yearMonthOf(addDays(`${yearMonthOf(day)}-28`, 4))}-01`;
}

async function addStored(
  { breakdowns }: LedgerModels,
  years: readonly number[] | undefined,
  personIds: ReadonlySet<string> | undefined,
  tally: BreakdownTally,
): Promise<void> {
  const few = personIds !== undefined && personIds.size <= FEW;
  const cursor = breakdowns
    .find({
      ...(few && { person: operator({ $in: [...personIds] }) }),
      ...(years !== undefined && { year: operator({ $in: [...years] }) }),
    })
    .lean<BreakdownRecord[]>()
    .cursor({ batchSize: BATCH });
  for await (const { person, cells } of cursor) {
    if (!few && personIds?.has(person) === false) continue;
    eachCell(cells, (text, points, count) => tally.add(person, text, points, count));
  }
}

interface EntrySum {
  readonly _id: CellKey & { readonly person: string };
  readonly points: Points;
  readonly count: number;
}

/** The same from the entries themselves, added up by the database. */
async function fromEntries({ entries }: LedgerModels, filter: BreakdownFilter): Promise<Breakdown> {
  const { personIds, ...others } = filter;
  const few = personIds !== undefined && personIds.size <= FEW;
  const sums = await entries.aggregate<EntrySum>([
    { $match: matchOf({ ...others, ...(few && { personIds: [...personIds] }) }) },
    {
      $group: {
        _id: {
          ...{ person: '$person', quarter: '$quarter', month: '$month' },
          ...{ categoryCode: '$categoryCode', unit: '$unit', class: '$class' },
        },
        points: { $sum: '$points' },
        count: { $sum: { $cond: [{ $in: ['$kind', CORRECTIONS] }, 0, 1] } },
      },
    },
  ]);
  const tally = new BreakdownTally(() => true);
  for (const { _id, points, count } of sums) {
    if (few || personIds?.has(_id.person) !== false) tally.add(_id.person, cellText(_id), points, count);
  }
  return tally.result();
}
