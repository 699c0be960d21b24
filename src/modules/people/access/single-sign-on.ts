import { NotAuthenticated } from '../../../kernel/errors.js';
import { inOrganization } from '../../../platform/request-context.js';
import { readEmail } from '../email.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessParts } from './access-parts.js';
import type { AccessModule } from './access.module.js';
import type { RefusedSignIns } from './refused-sign-ins.js';

type SignOnParts = Pick<AccessParts, 'people' | 'organizations' | 'actors' | 'logger'> & {
  readonly refused: Pick<RefusedSignIns, 'note'>;
};

/** The one answer to everybody who cannot be signed in. Why is in the log. */
export function signOnRefused(): NotAuthenticated {
  return new NotAuthenticated(
    'auth.single_sign_on_refused',
    'This account cannot be signed in here. Ask your HR administration whether you have an active account with the e-mail address of your company account.',
  );
}

export function createSingleSignOnAccess({
  people,
  organizations,
  actors,
  logger,
  refused,
}: SignOnParts): Pick<AccessModule, 'signOnOrganization' | 'signInByIdentity'> {
  return {
    async signOnOrganization(slug) {
      const all = await organizations.list();
      const [meant, another] = slug === undefined ? all : all.filter((one) => one.slug === slug);
      return meant === undefined || another !== undefined ? undefined : { id: meant.id };
    },
    async signInByIdentity({ email, emailVerified }, { id: organizationId }) {
      const reading = readEmail(email ?? '');
      if (!emailVerified || 'problem' in reading) {
        const reason = emailVerified ? 'no address that is supported' : 'address not verified';
        logger.warn({ organizationId, reason }, 'single sign-on refused');
        throw signOnRefused();
      }
      const record = await inOrganization(organizationId, () =>
        people.findOne({ email: reading.email }).lean<PersonRecord>().exec(),
      );
      if (record === null) return { kind: 'unknown', email: reading.email };
      const actor = await actors.actorFrom(record);
      if (actor !== undefined) return { kind: 'person', actor: { ...actor, mustChangePassword: false } };
      refused.note([{ organizationId, personId: record._id, reason: 'deactivated' }]);
      logger.warn({ organizationId, person: record._id, reason: 'deactivated' }, 'single sign-on refused');
      throw signOnRefused();
    },
  };
}
