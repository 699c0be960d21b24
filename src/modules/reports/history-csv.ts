import type { PersonActor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { newId } from '../../kernel/ids.js';
import { inSameContext } from '../../platform/request-context.js';
import type { Entry } from '../ledger/index.js';
import { categoryNames } from './category-figures.js';
import type { HistoryFilter, HistoryItem, HistoryOrder } from './history.js';
import { entriesMeant, entryItems, requestItem, requestsMeant } from './history-lines.js';
import { compareKeys } from './person-history.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const COLUMNS = [
  'date',
  'quarter',
  'fiscal_year',
  'category_code',
  'category',
  'kind',
  'status',
  'points',
  'by',
  'notes',
  'recorded_at',
  'entry_id',
  'request_id',
] as const;

const BATCH = 500;

/** The own history of a filter in its order, in pieces; what was taken is recorded after the last line. */
export function historyCsv(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  order: HistoryOrder = '-date',
): AsyncIterable<string> {
  return inSameContext(piecesOf(deps, actor, filter, order));
}

async function* piecesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  order: HistoryOrder,
): AsyncGenerator<string> {
  let rows = 0;
  try {
    let piece = BYTE_ORDER_MARK + csvLine(COLUMNS);
    let lines = 0;
    for await (const item of merged(
      entriesOf(deps, actor, filter, order),
      requestsOf(deps, actor, filter, order),
      order,
    )) {
      piece += csvLine(cellsOf(item));
      lines += 1;
      if (lines < BATCH) continue;
      rows += lines;
      yield piece;
      [piece, lines] = ['', 0];
    }
    rows += lines;
    if (piece !== '') yield piece;
  } finally {
    // Also when the reader went away half-way: what was sent was taken.
    const { from = '', to = '', ...filters } = filter;
    await deps.storage.run(() =>
      deps.outbox.record(actor, {
        type: 'export.taken',
        subject: { type: 'export', id: newId() },
        data: { format: 'csv', from, to, rows, what: 'own history' },
        after: { filters },
      }),
    );
  }
}

async function* entriesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  order: HistoryOrder,
): AsyncGenerator<HistoryItem> {
  const meant = entriesMeant(actor.personId, filter);
  if (meant === null) return;
  const names = await categoryNames(deps);
  let batch: Entry[] = [];
  for await (const entry of deps.ledger.eachInOrder(meant, order)) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield* await entryItems(deps, actor, batch, names);
    batch = [];
  }
  yield* await entryItems(deps, actor, batch, names);
}

async function* requestsOf(
  { requests }: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  order: HistoryOrder,
): AsyncGenerator<HistoryItem> {
  const asked = requestsMeant(filter);
  if (asked === null) return;
  for (let skip = 0; ; skip += BATCH) {
    const batch = await requests.ownStretch(actor, asked, order, { skip, limit: BATCH });
    yield* batch.map(requestItem);
    if (batch.length < BATCH) return;
  }
}

/** Both lists in one order, as the page shows them. */
async function* merged(
  entries: AsyncGenerator<HistoryItem>,
  requests: AsyncGenerator<HistoryItem>,
  order: HistoryOrder,
): AsyncGenerator<HistoryItem> {
  let [entry, request] = [await entries.next(), await requests.next()];
  while (entry.done !== true || request.done !== true) {
    if (entry.done !== true && (request.done === true || compareKeys(entry.value, request.value, order) <= 0)) {
      yield entry.value;
      entry = await entries.next();
    } else if (request.done !== true) {
      yield request.value;
      request = await requests.next();
    }
  }
}

function cellsOf(item: HistoryItem): (string | number)[] {
  return [
    item.date,
    item.period,
    item.period.slice(0, 4),
    item.categoryCode,
    item.categoryName,
    item.kind,
    item.status,
    item.points,
    item.by,
    item.notes ?? '',
    item.at.toISOString(),
    item.type === 'entry' ? item.id : '',
    item.requestId ?? '',
  ];
}
