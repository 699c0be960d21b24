import type { PersonActor } from '../../../kernel/actor.js';
import { NotAuthenticated } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { acrossOrganizations } from '../../../platform/request-context.js';
import { operator } from '../../../platform/storage/index.js';
import { readEmail } from '../email.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessParts } from './access-parts.js';
import type { Credentials } from './access.module.js';
import type { CredentialRecord } from './credential.model.js';
import type { Refusal, RefusedSignIns } from './refused-sign-ins.js';

/** In how many organizations an address is tried when none is named. */
const MAX_CANDIDATES = 3;

type SignInParts = Pick<AccessParts, 'people' | 'credentials' | 'organizations' | 'hashing' | 'actors' | 'logger'> & {
  readonly refused: Pick<RefusedSignIns, 'note'>;
};

/** A person who may be meant, with what the password is compared with. Both undefined for a place that is only filled up. */
interface Candidate {
  readonly record: PersonRecord | undefined;
  readonly hash: string | undefined;
}

/**
 * Everything is done for everybody: the same questions to the database, the same number of hashes. So neither the
 * answer nor its time tells whether an address is known, its password wrong or its owner gone.
 */
export function createSignIn(parts: SignInParts) {
  return async function signIn(credentials: Credentials): Promise<PersonActor> {
    const candidates = await acrossOrganizations(() => findCandidates(parts, credentials));
    const refusals: Refusal[] = [];
    for (const { record, hash } of candidates) {
      const matches = await parts.hashing.matches(credentials.password, hash);
      if (record === undefined) continue;
      const actor = matches ? await parts.actors.actorFrom(record) : undefined;
      if (actor !== undefined) return actor;
      const reason = matches ? 'deactivated' : 'wrong password';
      refusals.push({ organizationId: record.organization, personId: record._id, reason });
    }
    parts.refused.note(refusals);
    parts.logger.warn({ people: refusals.map(({ personId }) => personId) }, 'sign-in refused');
    throw new NotAuthenticated('auth.invalid_credentials', 'E-mail address and password do not match.');
  };
}

async function findCandidates(parts: SignInParts, { email, organizationSlug }: Credentials): Promise<Candidate[]> {
  const organizations = await parts.organizations.list();
  const named = organizations.find(({ slug }) => slug === organizationSlug);
  const reading = readEmail(email);
  // An id that nobody has keeps the question, and its time, the same.
  const inOrganization = organizationSlug === undefined ? {} : { organization: named?.id ?? newId() };
  const records = await parts.people
    .find({ email: 'email' in reading ? reading.email : '', ...inOrganization })
    .sort({ _id: 1 })
    .limit(MAX_CANDIDATES)
    .lean<PersonRecord[]>();
  const ids = records.length === 0 ? [newId()] : records.map(({ _id }) => _id);
  const found = await parts.credentials.find({ _id: operator({ $in: ids }) }).lean<CredentialRecord[]>();
  const hashes = new Map(found.map(({ _id, hash }) => [_id, hash]));
  const places = organizationSlug === undefined ? Math.min(Math.max(organizations.length, 1), MAX_CANDIDATES) : 1;
  return Array.from({ length: places }, (_, index) => {
    const record = records[index];
    return { record, hash: record === undefined ? undefined : hashes.get(record._id) };
  });
}
