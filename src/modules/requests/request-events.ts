import type { RequestEventData } from '../../kernel/events.js';
import type { Request } from './request.js';

export function eventDataOf(request: Request): RequestEventData {
  return {
    requestId: request.id,
    unit: request.category.unit,
    categoryCode: request.category.code,
    categoryName: request.category.name,
    points: request.points,
    personId: request.personId,
    personName: request.person.name,
    approverId: request.approverId,
    proposerId: request.proposerId,
  };
}

export function subjectOf(request: Pick<Request, 'id'>): { type: string; id: string } {
  return { type: 'request', id: request.id };
}
