import type { PersonActor } from '../../../kernel/actor.js';

/** The answer to a successful sign-in: who you are, never more. */
export function signedIn(actor: PersonActor) {
  const { personId, name, email, grade, grants } = actor;
  return { person: { id: personId, name, email, grade, grants: [...grants] } };
}
