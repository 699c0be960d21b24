import type { LocalDate } from '../../kernel/local-date.js';
import { percentFloor } from '../../kernel/points.js';
import type { Sheet, SheetColumn, SheetRow } from '../../platform/spreadsheet/index.js';
import { isActive, type Person } from '../people/index.js';
import { gradesFor, targetFor, type CentralLook } from './central-look.js';
import { csvCell } from './csv-cell.js';
import type { ExportTally } from './export-tally.js';
import { monthsBetween } from './figure-range.js';
import { shownUtilization } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** What the sheets beside the entries are made of, once the entries have passed. */
export interface SheetSource {
  readonly deps: Pick<ReportsDependencies, 'people' | 'targets'>;
  readonly tally: ExportTally;
  /** Everybody of the filter, by name; asked for after the entries. */
  readonly personIds: () => Promise<readonly string[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly look: CentralLook;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly head: readonly string[];
}

const BATCH = 500;

const text = (title: string, width: number): SheetColumn => ({ title, kind: 'text', width });
const whole = (title: string, width = 12): SheetColumn => ({ title, kind: 'whole', width });
const decimal = (title: string, width = 12): SheetColumn => ({ title, kind: 'decimal', width });

const PERSON = [
  text('Employee id', 14),
  text('Name', 28),
  text('E-mail', 34),
  text('Grade', 8),
  text('Department', 16),
  text('Location', 14),
  text('Status', 12),
];

/** Everybody who is active, and whoever has points although he or she has left. */
async function* shownPeople({ deps, tally, personIds, look }: SheetSource): AsyncGenerator<readonly Person[]> {
  const { today } = look.present;
  const all = await personIds();
  for (let start = 0; start < all.length; start += BATCH) {
    const ids = all.slice(start, start + BATCH);
    const known = await deps.people.byIds(ids);
    yield ids
      .flatMap((id) => known.get(id) ?? [])
      .filter((person) => isActive(person, today) || tally.hasEntries(person.id));
  }
}

function personCells(person: Person, today: LocalDate): string[] {
  const { employeeId, name, email, grade, department, location } = person;
  const status = isActive(person, today) ? 'active' : 'deactivated';
  return [employeeId, name, email, grade, department, location, status].map((cell) => String(csvCell(cell)));
}

export function employeePoints(source: SheetSource): Sheet {
  const { tally, look } = source;
  return {
    name: 'Employee Points',
    tab: 1,
    head: ['Employee Points', ...source.head],
    columns: [
      ...PERSON,
      ...['Regular', 'Bonus', 'Combined'].map((title) => whole(title)),
      whole('Target of the days', 18),
      decimal('Regular, % of target', 18),
    ],
    async *rows() {
      for await (const people of shownPeople(source)) {
        const gradeOf = await gradesFor(source.deps, 'range', people, look);
        yield people.map((person): SheetRow => {
          const { regular, bonus, combined } = tally.ofPerson(person.id);
          const target = targetFor('range', gradeOf(person), look) ?? null;
          const percent = target === null ? null : percentFloor(regular, target);
          return [...personCells(person, look.present.today), regular, bonus, combined, target, percent];
        });
      }
    },
    totals: () => {
      const { regular, bonus, combined } = tally.total();
      return ['Total', ...PERSON.slice(1).map(() => null), regular, bonus, combined];
    },
  };
}

export function categorySummary({ tally, names, head }: SheetSource): Sheet {
  return {
    name: 'Category Summary',
    tab: 3,
    head: ['Category Summary', ...head],
    columns: [
      text('Category code', 22),
      text('Category', 34),
      text('Unit', 12),
      whole('Count'),
      whole('Regular'),
      whole('Bonus'),
      whole('Combined'),
      whole('People'),
    ],

    async *rows() {
      yield tally
        .categories()
        .map(({ code, unit, count, regular, bonus, combined, people }): SheetRow => [
          csvCell(code),
          csvCell(names.get(code) ?? code),
          unit,
          count,
          regular,
          bonus,
          combined,
          people,
        ]);
    },
    totals: () => {
      const { regular, bonus, combined } = tally.total();
      const count = tally.categories().reduce((sum, row) => sum + row.count, 0);
      return ['Total', null, null, count, regular, bonus, combined];
    },
  };
}

export function monthlyUtilization(source: SheetSource): Sheet {
  const { deps, look } = source;
  const months = monthsBetween(source.from, source.to);
  return {
    name: 'Monthly Utilization',
    tab: 4,
    head: ['Monthly Utilization', ...source.head],
    columns: [
      ...PERSON,
      ...months.map((month) => decimal(month, 9)),
      decimal('Average of recorded months, %', 26),
      text('Recorded', 22),
    ],
    async *rows() {
      for await (const people of shownPeople(source)) {
        const found = await deps.targets.utilization(
          people.map(({ id }) => id),
          months,
        );
        yield people.map((person): SheetRow => {
          const shown = shownUtilization(found.get(person.id), months);
          return [
            ...personCells(person, look.present.today),
            ...shown.months.map(({ percent }) => percent),
            shown.average,
            `${shown.recorded} of ${shown.of} recorded`,
          ];
        });
      }
    },
  };
}
