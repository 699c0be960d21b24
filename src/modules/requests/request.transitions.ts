import { Conflict } from '../../kernel/errors.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { Decision, Move, Request } from './request.js';

/** How a request changes. Only a pending one does; every function returns a new request and checks nothing else. */

export interface Change {
  readonly byId: string;
  readonly at: Date;
}

export interface Ending extends Change {
  /** Milliseconds of working time since the request was made. */
  readonly after: number;
}

export function decided(request: Request, decision: Decision, change: Ending & { readonly notes: string }): Request {
  return {
    ...request,
    status: decision === 'approve' ? 'approved' : 'rejected',
    // Whoever takes an orphaned item over is from then on the one it was assigned to.
    approverId: change.byId,
    needsAssignment: false,
    decidedById: change.byId,
    decidedAt: change.at,
    decidedAfter: change.after,
    decisionNotes: change.notes,
  };
}

/** Somebody else has it from now on: reminders and escalation begin anew. */
export function moved(request: Request, move: Move, at: Date): Request {
  return {
    ...request,
    approverId: move.toId,
    delegatedFromId: move.delegatedFrom ?? null,
    needsAssignment: move.needsAssignment ?? false,
    assignedAt: at,
    remindedAt: null,
    nudgedAt: null,
    escalatedAt: null,
  };
}

/** What of a proposal is changed while it is pending: what is claimed, and what it is worth for the person of today. */
export type Revision = Pick<
  Request,
  | 'person'
  | 'grade'
  | 'category'
  | 'value'
  | 'points'
  | 'quantity'
  | 'eventDate'
  | 'quarter'
  | 'year'
  | 'notes'
  | 'duplicateAcknowledged'
>;

/** Claimed anew by who proposed it; given to somebody else where another one was chosen to decide. */
export function revised(request: Request, revision: Revision, move: Move | undefined, at: Date): Request {
  const claimed = { ...request, ...revision };
  return move === undefined ? claimed : moved(claimed, move, at);
}

/** Another percentage of the same month: of who decides, or of who proposed it, who may also choose another decider. */
export function percentChanged(request: Request, basisPoints: BasisPoints, move?: Move, at?: Date): Request {
  const { utilization } = request;
  const changed = { ...request, utilization: utilization === null ? null : { ...utilization, basisPoints } };
  return move === undefined || at === undefined ? changed : moved(changed, move, at);
}

export function withdrawn(request: Request, { byId, at, after }: Ending): Request {
  const ending = { decidedById: byId, decidedAt: at, decidedAfter: after };
  return { ...request, status: 'withdrawn', needsAssignment: false, ...ending };
}

/** The answer to everybody who came too late. Names who was faster and the state that the request is in now. */
export function alreadyDecided(request: Request, deciderName: string | undefined): Conflict {
  const by = deciderName === undefined ? '' : ` by ${deciderName}`;
  return new Conflict('request.already_decided', `This request was already ${request.status}${by}.`, {
    extra: {
      current: {
        id: request.id,
        status: request.status,
        decidedAt: request.decidedAt,
        decidedBy: request.decidedById === null ? null : { id: request.decidedById, name: deciderName ?? '' },
      },
    },
  });
}
