import { actorReference, type Actor } from '../../kernel/actor.js';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv.js';
import { Forbidden } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { inOrganization, inSameContext } from '../../platform/request-context.js';
import { xlsxWorkbook, type ColumnKind, type Sheet } from '../../platform/spreadsheet/index.js';
import { categoryNames } from './category-figures.js';
import type { CentralRange } from './central-figures.js';
import { centralLook, type CentralLook } from './central-look.js';
import { ENTRY_COLUMNS, entriesOfExport, countEntries, entryCells, type EntrySource } from './export-entries.js';
import type { ExportRequest, ExportScope, PointsFile } from './export-figures.js';
import { readExportFilters, type ReadFilters } from './export-filters.js';
import { exportFileName, exportHead } from './export-head.js';
import { categorySummary, employeePoints, monthlyUtilization } from './export-sheets.js';
import { createExportTally, type ExportTally } from './export-tally.js';
import { exportTimes } from './export-times.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const PEOPLE = 500;

/** Everything about one export, found out before its first byte. */
interface Prepared {
  readonly request: ExportRequest;
  readonly filters: ReadFilters;
  readonly range: CentralRange;
  readonly look: CentralLook;
  readonly head: readonly string[];
  readonly scope: ExportScope;
}

/**
 * Points as a file of lines, or of sheets, in pieces of some hundred lines. Range, filters and right are checked at once.
 * @throws Forbidden; InvalidInput at `from` or `filters.<name>`
 */
export async function exportPoints(
  deps: ReportsDependencies,
  actor: Actor,
  request: ExportRequest,
  at: Date,
): Promise<PointsFile> {
  if (!can(actor, 'exports:take')) throw new Forbidden();
  const look = await centralLook(deps, { from: request.from, to: request.to });
  const { range } = look;
  if (range === null) throw new RangeError('an export has days');
  const filters = await readExportFilters(deps, request.filters ?? {});
  const { name, calendar } = await deps.organizations.current();
  const scope = { organization: name, zone: calendar.zone, by: actorReference(actor).name, at };
  const prepared: Prepared = {
    ...{ request, filters, range, look, scope },
    head: exportHead(request, filters.words, scope),
  };
  const format = request.format ?? 'csv';
  return {
    fileName: exportFileName(request, scope),
    type: TYPES[format],
    count: async () => countEntries(deps, await sourceOf(deps, prepared)),
    // Read wherever a socket or a disk drains; whoever asked for it says for which organization.
    content: (passed) =>
      inOrganization(actor.organizationId, () =>
        format === 'csv' ? inSameContext(csvOf(deps, prepared, passed)) : inSameContext(xlsxOf(deps, prepared, passed)),
      ),
  };
}

type Passed = ((entries: number) => void) | undefined;

async function* csvOf(deps: ReportsDependencies, prepared: Prepared, passed: Passed): AsyncGenerator<string> {
  const names = await categoryNames(deps);
  const times = exportTimes(prepared.scope.zone);
  const head = prepared.request.head === false ? [] : prepared.head.map((line) => csvLine([`# ${line}`]));
  yield BYTE_ORDER_MARK + head.join('') + csvLine(ENTRY_COLUMNS);
  let entries = 0;
  for await (const batch of entriesOfExport(deps, await sourceOf(deps, prepared))) {
    entries += batch.length;
    passed?.(entries);
    yield batch
      .map(([entry, person]) =>
        csvLine(entryCells(entry, person, names).map((cell) => (cell instanceof Date ? times.withOffset(cell) : cell))),
      )
      .join('');
  }
}

async function* xlsxOf(deps: ReportsDependencies, prepared: Prepared, passed: Passed): AsyncGenerator<Buffer> {
  const { look, scope, head, request } = prepared;
  const names = await categoryNames(deps);
  const entries = await sourceOf(deps, prepared);
  const tally = createExportTally();
  // Everybody is listed once the entries have passed, so that nobody who got some meanwhile is left out.
  let listed: Promise<readonly string[]> | undefined;
  const personIds = () =>
    (listed ??= entries.personIds === undefined ? idsByName(deps, {}) : Promise.resolve(entries.personIds));
  const source = { deps, tally, personIds, names, look, head, from: request.from, to: request.to };
  // The entries go first, since all other sheets sum up what passes there.
  const sheets: Sheet[] = [
    pointBreakdown(deps, { entries, names, tally, head, passed }),
    employeePoints(source),
    categorySummary(source),
    monthlyUtilization(source),
  ];
  for await (const piece of xlsxWorkbook(sheets, { at: scope.at, zone: scope.zone })) yield piece as Buffer;
}

const KINDS: Readonly<Partial<Record<(typeof ENTRY_COLUMNS)[number], ColumnKind>>> = {
  date: 'day',
  points: 'whole',
  recorded_at: 'instant',
};
const WIDTHS: Readonly<Partial<Record<(typeof ENTRY_COLUMNS)[number], number>>> = {
  name: 28,
  email: 34,
  category_code: 18,
  category: 30,
  reason: 48,
  by: 24,
  recorded_at: 19,
  entry_id: 27,
};

interface Breakdown {
  readonly entries: EntrySource;
  readonly names: ReadonlyMap<string, string>;
  readonly tally: ExportTally;
  readonly head: readonly string[];
  readonly passed: Passed;
}

function pointBreakdown(deps: ReportsDependencies, { entries, names, tally, head, passed }: Breakdown): Sheet {
  return {
    name: 'Point Breakdown',
    tab: 2,
    head: ['Point Breakdown', ...head],
    columns: ENTRY_COLUMNS.map((title) => ({ title, kind: KINDS[title] ?? 'text', width: WIDTHS[title] ?? 13 })),
    async *rows() {
      for await (const batch of entriesOfExport(deps, entries)) {
        for (const [entry] of batch) tally.add(entry);
        passed?.(tally.entries());
        yield batch.map(([entry, person]) => entryCells(entry, person, names));
      }
    },
    totals: () =>
      ENTRY_COLUMNS.map((title, index) => (index === 0 ? 'Total' : title === 'points' ? tally.total().combined : null)),
  };
}

async function sourceOf(deps: ReportsDependencies, { filters, range }: Prepared): Promise<EntrySource> {
  const source = { filter: filters.entries, range };
  if (Object.keys(filters.people).length === 0) return source;
  return { ...source, personIds: await idsByName(deps, filters.people) };
}

/** Ids of everybody whom the filter means, by name; a few bytes for each. */
async function idsByName({ people }: ReportsDependencies, filter: ReadFilters['people']): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of people.eachBatch(filter, PEOPLE)) ids.push(...batch.map(({ id }) => id));
  return ids;
}
