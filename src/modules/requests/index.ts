export {
  REQUEST_STATUSES,
  type BulkResult,
  type Decision,
  type DuplicateReference,
  type EvidenceFile,
  type Move,
  type MoveReason,
  type MoveRefusal,
  type MoveResult,
  type PersonName,
  type QueueFilter,
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
export type { CheckedAward, NewAward } from './give-award.js';
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
