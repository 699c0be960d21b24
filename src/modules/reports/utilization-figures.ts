import type { PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { PersonName, RequestView } from '../requests/index.js';
import type { PersonUtilization } from '../targets/index.js';

/**
 * How a month of a person stands. `missing` has neither a record nor a proposal, `later` has not begun, and `before` had
 * ended when the person joined.
 */
export type MonthState = 'recorded' | 'pending' | 'missing' | 'later' | 'before';

export interface UtilizationMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly state: MonthState;
  /** One decimal, cut off; of a pending one as it was proposed. */
  readonly percent: number | null;
  /** Where it waits, and with whom. */
  readonly request: { readonly id: string; readonly decider: PersonName } | null;
}

type Average = Pick<PersonUtilization, 'average' | 'recorded' | 'of'>;

export interface UtilizationRow extends Average {
  readonly id: string;
  readonly name: string;
  readonly employeeId: string;
  readonly grade: string;
  readonly department: string;
  readonly months: readonly UtilizationMonth[];
}

/** Which months and whose; everything that is given must hold. */
export interface UtilizationFilter {
  /** The quarter's last month that has begun, unless said. Decides the quarter. */
  readonly month?: string | undefined;
  readonly quarter?: QuarterKey | undefined;
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly q?: string | undefined;
  /** Only people whose month is missing. */
  readonly missing?: boolean | undefined;
}

/** The months of a quarter of people, one page of them, by name. */
export interface UtilizationMonths extends Page<UtilizationRow> {
  readonly quarter: QuarterKey;
  readonly months: readonly string[];
  /** The month that `missing` is about. */
  readonly month: string;
  /** How many active people of the filter have neither a record nor a proposal of it. */
  readonly missing: number;
}

export interface UtilizationQuarter extends Average {
  readonly period: QuarterKey;
  readonly months: readonly UtilizationMonth[];
}

/** One person's percentages of a fiscal year. */
export interface PersonMonths {
  readonly person: Omit<UtilizationRow, keyof Average | 'months'>;
  readonly year: number;
  /** Fiscal years in which there is anything, and the present one; newest first. */
  readonly years: readonly number[];
  /** Newest first. */
  readonly quarters: readonly UtilizationQuarter[];
  /** What was proposed for that year, newest month first. */
  readonly requests: readonly RequestView[];
}

/** People's billable percentages by month; averages as targets define them. */
export interface UtilizationReports {
  /** @throws Forbidden without `requests:view` in the unit */
  utilizationMonths(
    actor: PersonActor,
    unit: Unit,
    filter: UtilizationFilter,
    page: PageRequest,
  ): Promise<UtilizationMonths>;
  /** The present fiscal year unless said. @throws Forbidden; NotFound */
  utilizationOfPerson(actor: PersonActor, unit: Unit, personId: string, year?: number): Promise<PersonMonths>;
}
