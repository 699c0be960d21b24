import type { Actor, PersonActor } from '../../../kernel/actor.js';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../../../kernel/errors.js';
import { inOrganization } from '../../../platform/request-context.js';
import type { PersonRecord } from '../person.model.js';
import { mayAdministerPeople } from '../person.policy.js';
import type { AccessParts } from './access-parts.js';
import type { PasswordChange } from './access.module.js';
import type { CredentialRecord } from './credential.model.js';
import { passwordProblem, type PasswordOwner } from './password.policy.js';
import { startNewGeneration } from './sessions.js';

/** Besides the current password so many earlier ones cannot be chosen again. */
const REMEMBERED_PASSWORDS = 3;

function refused(path: string, message: string, code: string): InvalidInput {
  return new InvalidInput([{ path, message }], message, code);
}

/** @throws InvalidInput at `path` when the password cannot be taken */
export function assertGoodPassword(password: string, owner: PasswordOwner, path: string): void {
  const problem = passwordProblem(password, owner);
  if (problem !== undefined) throw refused(path, problem, 'password.not_accepted');
}

export function createChangePassword(parts: AccessParts) {
  const { storage, credentials, hashing, organizations, clock } = parts;

  /** Hashes of the passwords that cannot be chosen again. */
  async function assertNew(password: string, { hash, previous }: CredentialRecord): Promise<void> {
    for (const earlier of [hash, ...previous]) {
      if (await hashing.matches(password, earlier)) {
        throw refused('newPassword', 'You had this password before. Choose a new one.', 'password.used_before');
      }
    }
  }

  async function change(actor: PersonActor, { currentPassword, newPassword }: PasswordChange): Promise<void> {
    const credential = await credentials.findOne({ _id: actor.personId }).lean<CredentialRecord>();
    const correct = await hashing.matches(currentPassword, credential?.hash);
    if (!correct || credential === null) {
      throw refused('currentPassword', 'This is not your current password.', 'password.current_wrong');
    }
    const organization = await organizations.byId(actor.organizationId);
    assertGoodPassword(newPassword, { ...actor, organizationName: organization.name }, 'newPassword');
    await assertNew(newPassword, credential);
    const hash = await hashing.hash(newPassword);
    const previous = [credential.hash, ...credential.previous].slice(0, REMEMBERED_PASSWORDS);
    await storage.run(async () => {
      const { matchedCount } = await credentials.updateOne(
        { _id: actor.personId, hash: credential.hash },
        { $set: { hash, previous, changedAt: clock.now() } },
      );
      if (matchedCount === 0)
        throw new Conflict('password.changed_meanwhile', 'The password was changed in another window meanwhile.');
      await recordChange(parts, actor, actor.personId, false);
    });
  }

  return (actor: PersonActor, input: PasswordChange) =>
    inOrganization(actor.organizationId, () => change(actor, input));
}

export function createSetPassword(parts: AccessParts) {
  const { storage, people, credentials, hashing, organizations, clock } = parts;

  async function set(actor: Actor, personId: string, password: string, initial: boolean): Promise<void> {
    const person = await people.findOne({ _id: personId }).lean<PersonRecord>();
    if (person === null) throw new NotFound('person.not_found', 'There is no such person.');
    const organization = await organizations.byId(person.organization);
    assertGoodPassword(password, { ...person, organizationName: organization.name }, 'password');
    const hash = await hashing.hash(password);
    await storage.run(async () => {
      const existing = await credentials.findOne({ _id: personId }).lean<CredentialRecord>();
      if (existing === null) {
        const credential = {
          _id: personId,
          organization: person.organization,
          hash,
          previous: [],
          changedAt: clock.now(),
        };
        await credentials.insertMany([credential], { lean: true });
      } else {
        const previous = [existing.hash, ...existing.previous].slice(0, REMEMBERED_PASSWORDS);
        await credentials.updateOne({ _id: personId }, { $set: { hash, previous, changedAt: clock.now() } });
      }
      await recordChange(parts, actor, personId, initial);
    });
  }

  return async (actor: Actor, personId: string, password: string, { initial }: { readonly initial: boolean }) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    await inOrganization(actor.organizationId, () => set(actor, personId, password, initial));
  };
}

async function recordChange(parts: AccessParts, actor: Actor, personId: string, initial: boolean): Promise<void> {
  await parts.outbox.record(actor, {
    type: 'person.password_changed',
    subject: { type: 'person', id: personId },
    data: { initial },
  });
  await startNewGeneration(parts, actor, personId, 'password changed', { mustChangePassword: initial });
}
