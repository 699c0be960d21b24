import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Beneficiary, ClaimOptions, WayForOthers } from './claim-options.js';
import type { ClaimPreview } from './claim-preview.js';
import type { ReviseProposalInput } from './claims-for-others.schema.js';
import type { ProposalInput } from './propose-request.js';
import type { RaiseForOthers } from './raise-for.js';
import type { RequestDetail, RequestFilter, RequestPage, RequestView } from './request.js';

/** Points claimed for somebody else: proposals of updaters, and what marketing raises for others. */
export interface ClaimsForOthersModule {
  /**
   * What the actor may claim for others in a unit, worth and limits for the person where one is named, and who may decide.
   * @throws Forbidden
   */
  optionsForOthers(actor: PersonActor, unit: Unit, way: WayForOthers, beneficiary?: Beneficiary): Promise<ClaimOptions>;
  /** What a proposal would be; stores nothing. @throws as `propose`, but lists duplicates instead of refusing them */
  previewProposal(actor: PersonActor, input: ProposalInput): Promise<ClaimPreview>;
  /**
   * Changes a pending proposal of the actor's; worth, grade and period are computed anew.
   * @throws NotFound for what is not the actor's in this unit; Conflict `request.already_decided`; as `propose`
   */
  reviseProposal(
    actor: PersonActor,
    unit: Unit,
    id: string,
    input: ReviseProposalInput,
  ): Promise<{
    readonly request: RequestView;
    /** What is different; empty where nothing is. */
    readonly fields: readonly string[];
    readonly pointsBefore: Points;
  }>;
  /**
   * Raises a request for somebody else, whose grade, limits and duplicates count; a third one decides.
   * @throws Forbidden `request.not_for_others`; RuleBroken and Conflict as `raise`
   */
  raiseFor(actor: PersonActor, input: RaiseForOthers): Promise<RequestView>;
  /** What it would be; stores nothing. @throws as `raiseFor`, but lists duplicates instead of refusing them */
  previewRaiseFor(actor: PersonActor, input: RaiseForOthers): Promise<ClaimPreview>;
  /** What the actor claimed for others in a unit: pending ones oldest first. */
  madeForOthers(
    actor: PersonActor,
    unit: Unit,
    way: WayForOthers,
    filter: RequestFilter,
    page: PageRequest,
  ): Promise<RequestPage>;
  /** How many of these are pending. */
  pendingForOthers(actor: PersonActor, unit: Unit, way: WayForOthers): Promise<number>;
  /** One of these. @throws NotFound for everything else */
  detailForOthers(actor: PersonActor, unit: Unit, way: WayForOthers, id: string): Promise<RequestDetail>;
}
