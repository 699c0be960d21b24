export {
  REQUEST_STATUSES,
  type ApproverOption,
  type BulkResult,
  type Decision,
  type DuplicateReference,
  type EvidenceFile,
  type Move,
  type MoveReason,
  type MoveRefusal,
  type MoveResult,
  type PersonName,
  type RaiseOption,
  type RaiseOptions,
  type Request,
  type RequestCounts,
  type RequestDetail,
  type RequestFilter,
  type RequestKind,
  type RequestPage,
  type RequestStatus,
  type RequestUtilization,
  type RequestView,
  type SameEvidence,
  type TimelineStep,
} from './request.js';
export type { RequestsModule } from './requests.module.js';
export {
  ODDITIES,
  QUEUE_SORTS,
  QUEUE_STATUSES,
  type BulkOutcome,
  type BulkOutcomeView,
  type DecisionPreview,
  type NotDecidable,
  type Oddity,
  type QueueCounts,
  type QueueFilter,
  type QueueSort,
  type Selection,
} from './queued-request.js';
export type { AskedBy, DecisionFigures, DecisionTime, ProposalMonth, RequestFigures } from './request-figures.module.js';
export type { OwnDecision, OwnFilter, OwnRequestsModule } from './own-requests.module.js';
export type { Looked, PeopleRequestsModule } from './people-requests.module.js';
export { seesWholeUnit } from './request.policy.js';
export type { DeciderOption } from './tracker.module.js';
export {
  TRACKER_SORTS,
  TRACKER_STATUSES,
  type TrackerFilter,
  type TrackerSort,
  type TrackerStatus,
  type TrackerSummary,
} from './tracked-request.js';
export {
  bulkReassignmentInput,
  bulkReminderInput,
  reassignmentInput,
  takeoverInput,
  type ReassignmentInput,
} from './tracker.schema.js';
export type { AwardDuplicate } from './award-duplicates.js';
export type { AwardOption } from './award-options.js';
export type {
  AwardRow,
  BatchTrial,
  ClaimBatch,
  ClaimBatches,
  ProposalRow,
  RowRefusal,
  RowVerdict,
  UtilizationRow,
} from './batches/claim-batches.js';
export type { CheckedAward, NewAward } from './give-award.js';
export type { GivenAward, GivenFilter } from './given-awards.js';
export type { AwardPreview } from './preview-award.js';
export type { PendingUtilization, UtilizationPreview } from './utilization.module.js';
export { correctUtilizationInput, reviseUtilizationInput } from './utilization.schema.js';
export type { ClaimOption, ClaimOptions, WayForOthers } from './claim-options.js';
export type { ClaimPreview } from './claim-preview.js';
export { raiseForInput, reviseProposalInput } from './claims-for-others.schema.js';
export { createRequests, type RequestsDependencies } from './create-requests.js';
export {
  MAX_BULK,
  awardInput,
  bulkDecisionInput,
  decisionInput,
  proposeRequestInput,
  proposeUtilizationInput,
  raiseRequestInput,
  type DecisionInput,
  type ProposeRequestInput,
  type ProposeUtilizationInput,
  type RaiseRequestInput,
} from './requests.schema.js';
