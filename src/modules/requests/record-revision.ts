import type { PersonActor } from '../../kernel/actor.js';
import { recordMoves } from './move-events.js';
import { eventDataOf, subjectOf } from './request-events.js';
import type { RequestParts } from './request-parts.js';
import type { Request } from './request.js';

/** The fields of a claim that somebody may change, as the audit shows them. */
export type StateOf = (request: Request) => Readonly<Record<string, string | number>>;

/** Names of what is different. */
export function changedFields(stateOf: StateOf, before: Request, after: Request): string[] {
  const now = stateOf(after);
  return Object.entries(stateOf(before)).flatMap(([name, value]) => (now[name] === value ? [] : [name]));
}

/** What a change of a pending claim changed. */
export interface RecordedRevision {
  readonly before: Request;
  readonly after: Request;
  /** Names of what is different, as `stateOf` calls it. */
  readonly fields: readonly string[];
  readonly stateOf: StateOf;
  /** Why it got another decider; undefined where it stays. */
  readonly moveReason: string | undefined;
}

/** Records a change of a claim and, where somebody else decides from now on, the move. Inside the caller's transaction. */
export async function recordRevision(
  parts: RequestParts,
  actor: PersonActor,
  { before, after, fields, stateOf, moveReason }: RecordedRevision,
): Promise<void> {
  const pick = (request: Request) =>
    Object.fromEntries(Object.entries(stateOf(request)).filter(([name]) => fields.includes(name)));
  await parts.outbox.record(actor, {
    type: 'request.revised',
    subject: subjectOf(after),
    data: { ...eventDataOf(after), fields: [...fields] },
    before: pick(before),
    after: pick(after),
  });
  if (moveReason === undefined) return;
  const people = await parts.people.byIds([before.approverId, after.approverId]);
  await recordMoves(parts, actor, [{ before, after }], people, { reason: moveReason, cause: 'reassigned' });
}
