import type { PersonActor } from '../../kernel/actor.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { PersonUtilization } from '../targets/index.js';
import type { ApproverOption, PersonName, RequestView } from './request.js';
import type { ProposeUtilizationInput } from './requests.schema.js';
import type { CorrectUtilizationInput, ReviseUtilizationInput } from './utilization.schema.js';

/** How a typed percentage is understood, and what is known of the person's quarter already. */
export interface UtilizationPreview {
  readonly person: PersonName & { readonly grade: string; readonly department: string };
  /** `YYYY-MM` */
  readonly month: string;
  /** As it was typed: `0.88`. */
  readonly typed: string;
  readonly basisPoints: BasisPoints;
  readonly notes: string;
  readonly decider: ApproverOption;
  readonly period: QuarterKey;
  /** The quarter's recorded months now, and once this is approved. */
  readonly before: PersonUtilization;
  readonly after: PersonUtilization;
}

/** A percentage that waits for its decision. */
export interface PendingUtilization {
  readonly requestId: string;
  readonly personId: string;
  readonly month: string;
  readonly basisPoints: BasisPoints;
  readonly approverId: string;
}

/** Billable percentages of people by month, as long as they are requests. */
export interface UtilizationRequests {
  /** Months for which percentages can be proposed today; both `YYYY-MM`, inclusive. */
  utilizationWindow(): Promise<{ readonly earliest: string; readonly latest: string }>;
  /** What a proposal would be; stores nothing. @throws as `proposeUtilization` */
  previewUtilization(actor: PersonActor, input: ProposeUtilizationInput): Promise<UtilizationPreview>;
  /**
   * Changes the actor's own pending percentage; person and month stay.
   * @throws NotFound for what the actor did not propose in this unit; Conflict `request.already_decided`; RuleBroken
   */
  reviseUtilization(
    actor: PersonActor,
    unit: Unit,
    id: string,
    input: ReviseUtilizationInput,
  ): Promise<{ readonly request: RequestView; readonly fields: readonly string[] }>;
  /**
   * Corrects a pending percentage as the one who may decide it now, who may then decide it all the same.
   * @throws as `decide`; Conflict `request.no_utilization`; RuleBroken at `utilization`
   */
  correctUtilization(actor: PersonActor, unit: Unit, id: string, input: CorrectUtilizationInput): Promise<RequestView>;
  /** What waits for these people and months. */
  pendingUtilization(
    viewer: PersonActor,
    personIds: readonly string[],
    months: readonly string[],
  ): Promise<readonly PendingUtilization[]>;
  /** Ids of everybody of whom a percentage of the month waits. */
  peopleWithPendingUtilization(month: string): Promise<readonly string[]>;
  /** Every proposal of a percentage for one person that the viewer may see in its unit, in any state, newest month first. */
  utilizationRequestsOf(viewer: PersonActor, personId: string): Promise<readonly RequestView[]>;
}
