import type { Actor, PersonActor } from '../../../kernel/actor.js';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../../../kernel/errors.js';
import type { PasswordMeans } from '../../../kernel/events.js';
import { inOrganization } from '../../../platform/request-context.js';
import type { PersonRecord } from '../person.model.js';
import { mayAdministerPeople } from '../person.policy.js';
import type { AccessParts } from './access-parts.js';
import type { PasswordChange } from './access.module.js';
import type { CredentialRecord } from './credential.model.js';
import type { PasswordHashing } from './password-hash.js';
import { passwordProblem, type PasswordOwner } from './password.policy.js';
import { startNewGeneration } from './sessions.js';

/** Besides the current password so many earlier ones cannot be chosen again. */
const REMEMBERED_PASSWORDS = 3;

function refused(path: string, message: string, code: string): InvalidInput {
  return new InvalidInput([{ path, message }], message, code);
}

/** What the rules about a password ask of its owner. */
export async function ownerOf(
  { organizations }: Pick<AccessParts, 'organizations'>,
  person: { readonly name: string; readonly email: string; readonly organizationId: string },
): Promise<PasswordOwner & { readonly minLength: number }> {
  const { name, settings } = await organizations.byId(person.organizationId);
  const minLength = settings.access.passwordMinLength;
  return { name: person.name, email: person.email, organizationName: name, minLength };
}

/** @throws InvalidInput at `path` when the password cannot be taken */
export function assertGoodPassword(password: string, owner: PasswordOwner, path: string): void {
  const problem = passwordProblem(password, owner);
  if (problem !== undefined) throw refused(path, problem, 'password.not_accepted');
}

/** @throws InvalidInput at `path` when it is the current password or one of those before */
export async function assertNotUsedBefore(
  hashing: PasswordHashing,
  password: string,
  { hash, previous }: CredentialRecord,
  path: string,
): Promise<void> {
  for (const earlier of [hash, ...previous]) {
    if (await hashing.matches(password, earlier)) {
      throw refused(path, 'You had this password before. Choose a new one.', 'password.used_before');
    }
  }
}

export function credentialOf(
  { credentials }: Pick<AccessParts, 'credentials'>,
  personId: string,
): Promise<CredentialRecord | null> {
  return credentials.findOne({ _id: personId }).lean<CredentialRecord>().exec();
}

/** Puts a hash in the place of the one there is, or is the first one. Joins the caller's transaction. */
export async function storeHash(
  parts: AccessParts,
  { personId, organizationId }: { readonly personId: string; readonly organizationId: string },
  hash: string,
): Promise<void> {
  const { credentials, clock } = parts;
  const existing = await credentialOf(parts, personId);
  const changedAt = clock.now();
  if (existing === null) {
    const credential = { _id: personId, organization: organizationId, hash, previous: [], changedAt };
    await credentials.insertMany([credential], { lean: true });
    return;
  }
  const previous = [existing.hash, ...existing.previous].slice(0, REMEMBERED_PASSWORDS);
  await credentials.updateOne({ _id: personId }, { $set: { hash, previous, changedAt } });
}

export function createChangePassword(parts: AccessParts) {
  const { storage, credentials, hashing, clock } = parts;

  async function change(actor: PersonActor, { currentPassword, newPassword }: PasswordChange): Promise<void> {
    const credential = await credentialOf(parts, actor.personId);
    const correct = await hashing.matches(currentPassword, credential?.hash);
    if (!correct || credential === null) {
      throw refused('currentPassword', 'This is not your current password.', 'password.current_wrong');
    }
    assertGoodPassword(newPassword, await ownerOf(parts, actor), 'newPassword');
    await assertNotUsedBefore(hashing, newPassword, credential, 'newPassword');
    const hash = await hashing.hash(newPassword);
    const previous = [credential.hash, ...credential.previous].slice(0, REMEMBERED_PASSWORDS);
    await storage.run(async () => {
      const { matchedCount } = await credentials.updateOne(
        { _id: actor.personId, hash: credential.hash },
        { $set: { hash, previous, changedAt: clock.now() } },
      );
      if (matchedCount === 0)
        throw new Conflict('password.changed_meanwhile', 'The password was changed in another window meanwhile.');
      await recordChange(parts, actor, actor.personId, { initial: false, means: 'change' });
    });
  }

  return (actor: PersonActor, input: PasswordChange) =>
    inOrganization(actor.organizationId, () => change(actor, input));
}

export function createSetPassword(parts: AccessParts) {
  const { storage, people, hashing } = parts;

  async function set(actor: Actor, personId: string, password: string, initial: boolean): Promise<void> {
    const person = await people.findOne({ _id: personId }).lean<PersonRecord>();
    if (person === null) throw new NotFound('person.not_found', 'There is no such person.');
    const owner = { personId, organizationId: person.organization };
    assertGoodPassword(
      password,
      await ownerOf(parts, { ...owner, name: person.name, email: person.email }),
      'password',
    );
    const hash = await hashing.hash(password);
    await storage.run(async () => {
      await storeHash(parts, owner, hash);
      await recordChange(parts, actor, personId, { initial, means: 'administration' });
    });
  }

  return async (actor: Actor, personId: string, password: string, { initial }: { readonly initial: boolean }) => {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    await inOrganization(actor.organizationId, () => set(actor, personId, password, initial));
  };
}

/** Records a new password and ends whatever was good with the old one: sessions, tokens, links. */
export async function recordChange(
  parts: AccessParts,
  actor: Actor,
  personId: string,
  { initial, means }: { readonly initial: boolean; readonly means: PasswordMeans },
): Promise<void> {
  await parts.links.endAll(personId);
  await parts.outbox.record(actor, {
    type: 'person.password_changed',
    subject: { type: 'person', id: personId },
    data: { initial, means },
  });
  await startNewGeneration(parts, actor, personId, 'password changed', { mustChangePassword: initial });
}
