import type { z } from 'zod';
import type { PersonActor } from '../../../../kernel/actor.js';
import type { ClaimPreview, RequestView, WayForOthers } from '../../../../modules/requests/index.js';
import { unitPaths } from '../../../paths.js';
import type { Services } from '../../../services.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';
import { onBehalfInputs, proposalInputs, type ClaimDraft, type ClaimInput } from './claim-input.js';

/** Where somebody claims points for others, and what differs between proposing and raising on their behalf. */
export interface ClaimDesk {
  readonly unit: UnitDeclaration;
  readonly way: WayForOthers;
  readonly permission: 'requests:propose' | 'requests:raise-for-others';
  /** Claimed for a day or for a whole month. */
  readonly period: 'day' | 'month';
  /** Takes files and links as evidence. */
  readonly evidence: boolean;
  /** The field that names who decides, and what the choice is called in JSON. */
  readonly decider: 'validatorId' | 'approverId';
  readonly deciders: 'validators' | 'approvers';
  readonly previewInput: z.ZodType<ClaimDraft>;
  readonly input: z.ZodType<ClaimInput>;
  readonly addresses: {
    readonly list: string;
    readonly form: string;
    readonly preview: string;
    readonly send: string;
    readonly one: (id?: string) => string;
    readonly withdrawal: (id?: string) => string;
    /** Only proposals are changed. */
    readonly revision?: (id?: string) => string;
    /** Many at once, by a file. */
    readonly files?: string;
  };
  preview(services: Services, actor: PersonActor, claim: ClaimInput): Promise<ClaimPreview>;
  send(services: Services, actor: PersonActor, claim: ClaimInput): Promise<RequestView>;
}

/** Updaters propose; a validator of the unit decides. */
export function proposalDesk(declaration: UnitDeclaration, period: 'day' | 'month'): ClaimDesk {
  const paths = unitPaths(declaration.key);
  const inputs = proposalInputs(period);
  const { unit } = declaration;
  const proposal = ({ deciderId, ...claim }: ClaimInput) => ({ ...claim, validatorId: deciderId, unit });
  return {
    unit: declaration,
    way: 'proposed',
    permission: 'requests:propose',
    period,
    evidence: false,
    decider: 'validatorId',
    deciders: 'validators',
    previewInput: inputs.preview,
    input: inputs.send,
    addresses: {
      list: paths.proposals,
      form: paths.newProposal,
      preview: paths.proposalPreview,
      send: paths.proposals,
      one: paths.proposal,
      withdrawal: paths.proposalWithdrawal,
      revision: paths.proposalRevision,
      files: paths.importKind('proposals'),
    },
    preview: (services, actor, claim) => services.requests.previewProposal(actor, proposal(claim)),
    send: (services, actor, claim) => services.requests.propose(actor, proposal(claim)),
  };
}

/** Somebody of the unit raises for others; somebody else of the unit decides. */
export function onBehalfDesk(declaration: UnitDeclaration): ClaimDesk {
  const paths = unitPaths(declaration.key);
  const { unit } = declaration;
  const request = ({ deciderId, attachmentIds, ...claim }: ClaimInput) => ({
    ...claim,
    attachmentIds: [...attachmentIds],
    approverId: deciderId,
    unit,
  });
  return {
    unit: declaration,
    way: 'on-behalf',
    permission: 'requests:raise-for-others',
    period: 'day',
    evidence: true,
    decider: 'approverId',
    deciders: 'approvers',
    previewInput: onBehalfInputs.preview,
    input: onBehalfInputs.send,
    addresses: {
      list: paths.raisedForOthers,
      form: paths.onBehalf,
      preview: paths.onBehalfPreview,
      send: paths.requests,
      one: paths.raisedForOther,
      withdrawal: paths.raisedForOtherWithdrawal,
    },
    preview: (services, actor, claim) => services.requests.previewRaiseFor(actor, request(claim)),
    send: (services, actor, claim) => services.requests.raiseFor(actor, request(claim)),
  };
}
