import type { PersonActor } from '../../kernel/actor.js';
import { loadRequest } from './load-request.js';
import { replaceRequest } from './replace-request.js';
import { keepOutcome, workingTime } from './outcomes.js';
import type { RequestParts } from './request-parts.js';
import { eventDataOf, subjectOf } from './request-events.js';
import { assertMayWithdraw } from './request.policy.js';
import { withdrawn } from './request.transitions.js';
import { tooLate } from './too-late.js';
import type { Request } from './request.js';

/** Takes a pending claim back. */
export async function withdrawRequest(parts: RequestParts, actor: PersonActor, id: string): Promise<Request> {
  return parts.storage.run(async () => {
    const before = await loadRequest(parts.requests, id);
    assertMayWithdraw(actor, before);
    if (before.status !== 'pending') throw await tooLate(parts, before);
    const at = parts.clock.now();
    const waited = await workingTime(parts, before.raisedAt, at);
    const after = withdrawn(before, { byId: actor.personId, at, after: waited });
    if (!(await replaceRequest(parts.requests, before, after)))
      throw await tooLate(parts, await loadRequest(parts.requests, id));
    await keepOutcome(parts, after);
    await parts.outbox.record(actor, {
      type: 'request.withdrawn',
      subject: subjectOf(after),
      data: eventDataOf(after),
      before: { status: before.status },
      after: { status: after.status },
    });
    return after;
  });
}
