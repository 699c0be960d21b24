import { actorReference, systemActor, type Actor } from '../../../kernel/actor.js';
import { Conflict, Forbidden, NotFound } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/ids.js';
import { offsetOf, pageOf } from '../../../kernel/paging.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import { isDuplicateKey } from '../../../platform/storage/index.js';
import type { Organization } from '../../organizations/index.js';
import type { AccessParts } from '../access/access-parts.js';
import type { AccountAskRecord } from '../access/account-ask.model.js';
import type { AccountServices } from '../access/account-services.js';
import { knownAddressLetter, refusedRegistrationLetter } from '../access/account-letters.js';
import type { PeopleModule } from '../people.module.js';
import type { PersonRecord } from '../person.model.js';
import { mayAdministerPeople } from '../person.policy.js';
import { meantOrganization } from './meant-organization.js';
import { registrationRecordSchema, toRegistration, type RegistrationRecord } from './registration.model.js';
import { newcomerName } from './newcomer-name.js';
import type { RegistrationsModule, VouchedNewcomer } from './registrations.module.js';

/** More than this wait in no company; whoever sends more wants to be a nuisance. */
const MAX_WAITING = 500;

type Newcomer = NonNullable<AccountAskRecord['newcomer']>;

type RegistrationParts = Omit<AccessParts, 'links'> &
  Pick<AccountServices, 'asks' | 'mail'> & { readonly register: PeopleModule['register'] };

export function createRegistrations(parts: RegistrationParts): RegistrationsModule {
  const { storage, outbox, clock, logger, organizations, people, actors, asks, mail, register } = parts;
  const registrations = storage.tenantModel<RegistrationRecord>('Registration', registrationRecordSchema.clone());

  /** Tells the owner of a known address; everybody else waits for HR administration. Runs in the organization. */
  async function receive(ask: AccountAskRecord, organization: Organization): Promise<void> {
    const { _id, email, newcomer } = ask;
    if (newcomer === null) return;
    const known = await people.findOne({ email }).lean<PersonRecord>();
    if (known !== null) {
      const active = (await actors.actorFrom(known)) !== undefined;
      const letter = knownAddressLetter({ path: mail.links.forgotPassword });
      if (active) await mail.send(`${_id}-${known._id}`, known, organization, letter);
      return;
    }
    await keep(email, newcomer, organization);
  }

  /** Keeps a registration for HR administration; false where too many wait. Runs in the organization. */
  async function keep(email: string, newcomer: Newcomer, organization: Organization): Promise<boolean> {
    if ((await registrations.findOne({ openKey: email }).select({ _id: 1 }).lean()) !== null) return true;
    if ((await registrations.countDocuments({ status: 'waiting' })) >= MAX_WAITING) {
      logger.warn({ organization: organization.id }, 'too many registrations wait, one was dropped');
      return false;
    }
    const at = clock.now();
    const id = newId(at);
    const { name, employeeId, message } = newcomer;
    const undecided = { decidedAt: null, decidedBy: null, reason: '', personId: null };
    await registrations.insertMany(
      [
        {
          ...{ _id: id, organization: organization.id, name, email, openKey: email, employeeId, message },
          ...{ status: 'waiting' as const, at, ...undecided },
        },
      ],
      { lean: true },
    );
    await outbox.record(systemActor(organization.id, 'registration'), {
      type: 'registration.received',
      subject: { type: 'registration', id },
      data: { name },
      after: { name, email, employeeId, message },
    });
    return true;
  }

  async function registerVouched({ email, name, organizationId }: VouchedNewcomer): Promise<boolean> {
    const organization = await organizations.byId(organizationId);
    const domain = email.slice(email.lastIndexOf('@') + 1);
    if (!organization.settings.allowedDomains.includes(domain)) return false;
    const newcomer = { name: newcomerName(name, email), employeeId: '', message: '' };
    try {
      return await inOrganization(organizationId, () =>
        storage.run(async () => {
          if ((await people.findOne({ email }).select({ _id: 1 }).lean()) !== null) return false;
          return keep(email, newcomer, organization);
        }),
      );
    } catch (error) {
      // Two tabs at once: the other one has registered the address.
      if (isDuplicateKey(error)) return true;
      throw error;
    }
  }

  asks.answerBy('registration', async (ask) => {
    const meant = meantOrganization(await organizations.list(), ask.email, ask.organizationSlug);
    if (meant !== undefined) await inOrganization(meant.id, () => receive(ask, meant));
  });

  async function isOpen(slug?: string): Promise<boolean> {
    const all = await organizations.list();
    return all.some((one) => one.settings.registrationOpen && (slug === undefined || one.slug === slug));
  }

  async function find(id: string): Promise<RegistrationRecord> {
    const record = isId(id) ? await registrations.findOne({ _id: id }).lean<RegistrationRecord>() : null;
    if (record === null) throw new NotFound('registration.not_found', 'There is no such registration.');
    return record;
  }

  /** Ends the waiting, for one decision only. Joins the caller's transaction. */
  async function decide(actor: Actor, id: string, changes: Partial<RegistrationRecord>): Promise<RegistrationRecord> {
    const record = await find(id);
    const decided = { openKey: id, decidedAt: clock.now(), decidedBy: actorReference(actor).name, ...changes };
    const { matchedCount } = await registrations.updateOne({ _id: id, status: 'waiting' }, { $set: decided });
    if (matchedCount === 1) return record;
    const { status, decidedBy } = await find(id);
    throw new Conflict(
      'registration.already_decided',
      `This registration was ${status} already${decidedBy === null ? '' : ` by ${decidedBy}`}.`,
    );
  }

  /** HR administration only, in the organization of whoever acts. */
  async function administer<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    if (!mayAdministerPeople(actor)) throw new Forbidden();
    return inOrganization(actor.organizationId, work);
  }

  return {
    isOpen,
    registerVouched,
    async register({ name, email, employeeId, message, organization }) {
      if (!(await isOpen(organization))) {
        throw new Forbidden(
          'auth.registration_closed',
          'People cannot register themselves here. Ask your HR administration for an account.',
        );
      }
      await acrossOrganizations(() =>
        asks.put({
          ...{ kind: 'registration', email, organizationSlug: organization ?? null },
          newcomer: { name, employeeId, message },
        }),
      );
    },
    async erase({ id, email }) {
      const records = [
        ...(await registrations.find({ personId: id }).lean<RegistrationRecord[]>()),
        ...(await registrations.find({ email, personId: null }).lean<RegistrationRecord[]>()),
      ];
      for (const { _id } of records) await registrations.deleteOne({ _id });
      return records.map(toRegistration);
    },
    list: (actor, status, page) =>
      administer(actor, async () => {
        const records = await registrations
          .find({ status })
          .sort({ at: -1, _id: -1 })
          .skip(offsetOf(page))
          .limit(page.size)
          .lean<RegistrationRecord[]>();
        return pageOf(records.map(toRegistration), page, await registrations.countDocuments({ status }));
      }),
    byId: (actor, id) => administer(actor, async () => toRegistration(await find(id))),
    activate: (actor, id, details) =>
      administer(actor, () =>
        storage.run(async () => {
          const personId = newId(clock.now());
          const { email } = await decide(actor, id, { status: 'activated', personId });
          const { managerId = null, dpId = null, ...fields } = details;
          const person = await register(actor, { ...fields, id: personId, email, managerId, dpId });
          await outbox.record(actor, {
            type: 'registration.activated',
            subject: { type: 'registration', id },
            data: { personId },
            before: { status: 'waiting' },
            after: { status: 'activated' },
          });
          return person;
        }),
      ),
    refuse: (actor, id, reason) =>
      administer(actor, () =>
        storage.run(async () => {
          const record = await decide(actor, id, { status: 'refused', reason });
          const organization = await organizations.current();
          const letter = refusedRegistrationLetter({ organizationName: organization.name });
          await mail.send(`registration-${id}`, record, organization, letter);
          await outbox.record(actor, {
            type: 'registration.refused',
            subject: { type: 'registration', id },
            data: { reason },
            before: { status: 'waiting' },
            after: { status: 'refused' },
          });
        }),
      ),
  };
}
