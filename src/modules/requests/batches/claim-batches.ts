import type { PersonActor } from '../../../kernel/actor.js';
import type { Points } from '../../../kernel/points.js';
import type { Unit } from '../../../kernel/units.js';
import type { NewAward } from '../give-award.js';
import type { ProposeRequestInput, ProposeUtilizationInput } from '../requests.schema.js';

interface Row {
  /** Names what the row becomes, so that it becomes that once. */
  readonly id: string;
  /** Where it stands among the others, for whoever made a mistake. */
  readonly line: number;
  /** Undefined where nobody is meant. */
  readonly personId: string | undefined;
  /** What it was said to be worth; where it is worth something else by now, the row is refused. */
  readonly points?: Points | undefined;
}

export type ProposalRow = Row &
  Omit<ProposeRequestInput, 'personId' | 'validatorId'> & { readonly validatorId: string | undefined };
export type UtilizationRow = Row &
  Omit<ProposeUtilizationInput, 'personId' | 'validatorId'> & { readonly validatorId: string | undefined };
export type AwardRow = Row &
  Pick<NewAward, 'categoryCode' | 'notes' | 'eventDate' | 'quantity'> & {
    /** True where the same was granted on that day already, and that is meant. */
    readonly acknowledgeDuplicate: boolean;
  };

/** Why a row cannot become anything. */
export interface RowRefusal {
  readonly code: string;
  /** The field it is about; empty where it is about the row as a whole. */
  readonly path: string;
  readonly message: string;
  /** The message without what differs from row to row, where something does. */
  readonly reason?: string;
}

export interface RowVerdict {
  readonly refusal: RowRefusal | undefined;
  /** What the row is worth; 0 for a percentage, and where it is refused. */
  readonly points: Points;
  /** Who decides it, or would today; null where nobody has to. */
  readonly deciderId: string | null;
}

/** Rows of one file, judged piece by piece. */
export interface BatchTrial<R> {
  /** What rows would become, in their order; those of earlier calls count as made. Writes nothing. */
  judge(rows: readonly R[]): Promise<RowVerdict[]>;
}

/** Many claims at once, under the rules of single ones; the number of queries does not depend on the number of rows. */
export interface ClaimBatch<R> {
  /** `unit` is the one whose claims are meant; those of others are refused. */
  trial(actor: PersonActor, unit: Unit): BatchTrial<R>;
  /**
   * Makes of each row what it is; a row that cannot become anything is refused and holds up no other. Joins the caller's
   * transaction, which must end well only once for an id. `source` says where the rows come from.
   */
  write(actor: PersonActor, unit: Unit, rows: readonly R[], source: string): Promise<RowVerdict[]>;
}

export interface ClaimBatches {
  /** As `propose`; nobody is told before somebody records `requests.proposed`. */
  readonly proposals: ClaimBatch<ProposalRow>;
  /** As `proposeUtilization`; told like proposals. */
  readonly utilization: ClaimBatch<UtilizationRow>;
  /** As `award`; besides, the same award twice on a day is refused unless it is acknowledged. */
  readonly awards: ClaimBatch<AwardRow>;
}
