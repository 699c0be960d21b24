import type { Actor } from '../../../kernel/actor.js';
import { Forbidden, NotFound } from '../../../kernel/errors.js';
import { inOrganization } from '../../../platform/request-context.js';
import { mayAdministerPeople } from '../person.policy.js';
import type { AccessParts } from './access-parts.js';

type SessionParts = Pick<AccessParts, 'storage' | 'outbox' | 'people' | 'actors'>;

/** Ends every session and token of a person by starting a new generation. Joins the caller's transaction. */
export async function startNewGeneration(
  { storage, outbox, people, actors }: SessionParts,
  actor: Actor,
  personId: string,
  reason: string,
  changes: { readonly mustChangePassword?: boolean } = {},
): Promise<void> {
  const { matchedCount } = await people.updateOne({ _id: personId }, { $inc: { epoch: 1 }, $set: changes });
  if (matchedCount === 0) throw new NotFound('person.not_found', 'There is no such person.');
  await outbox.record(actor, {
    type: 'person.sessions_ended',
    subject: { type: 'person', id: personId },
    data: { reason },
  });
  storage.afterCommit(() => {
    actors.forget(personId);
  });
}

/** One's own sessions, or anybody's for HR administration. */
function mayEndSessions(actor: Actor, personId: string): boolean {
  return (actor.kind === 'person' && actor.personId === personId) || mayAdministerPeople(actor);
}

export function createEndSessions(parts: SessionParts) {
  return async function endSessions(actor: Actor, personId: string, reason: string): Promise<void> {
    if (!mayEndSessions(actor, personId)) throw new Forbidden();
    await inOrganization(actor.organizationId, () =>
      parts.storage.run(() => startNewGeneration(parts, actor, personId, reason)),
    );
  };
}
