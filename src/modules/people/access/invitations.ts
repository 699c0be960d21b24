import { systemActor, type Actor } from '../../../kernel/actor.js';
import { Conflict, Forbidden, NotFound } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/ids.js';
import { inOrganization } from '../../../platform/request-context.js';
import type { PersonRecord } from '../person.model.js';
import { mayAdministerPeople } from '../person.policy.js';
import type { AccessParts } from './access-parts.js';
import type { AccessModule } from './access.module.js';
import { invitationLetter } from './account-letters.js';
import type { AccountMail } from './account-mail.js';
import type { NewLink } from './access-links.js';
import { credentialOf } from './passwords.js';

const INVITATION_DAYS = 7;
const INVITATION_MS = INVITATION_DAYS * 86_400_000;

type InvitationParts = AccessParts & { readonly mail: AccountMail };

/** Invites whoever was registered without a password, and anybody again whom HR administration wants to. */
export function createInvitations(parts: InvitationParts): Pick<AccessModule, 'invite' | 'awaitsInvitation'> {
  const { storage, clock, outbox, people, organizations, actors, links, mail } = parts;

  /** Makes the link and queues its mail; undefined when that was done for the key already. Runs in a transaction. */
  async function send(actor: Actor, record: PersonRecord, key: string): Promise<NewLink | undefined> {
    const organization = await organizations.byId(record.organization);
    const of = { person: record._id, email: record.email, organization: record.organization };
    const link = await links.make({ ...of, kind: 'invitation', key, ms: INVITATION_MS });
    if (link === undefined) return undefined;
    const path = mail.links.choosePassword(link.token);
    const letter = invitationLetter({ path, days: INVITATION_DAYS, organizationName: organization.name });
    await mail.send(key, record, organization, letter);
    await outbox.record(actor, {
      type: 'person.invited',
      subject: { type: 'person', id: record._id },
      data: { expires: link.expires.toISOString() },
    });
    return link;
  }

  // An event that comes twice finds the link of its key.
  outbox.subscribe('invitations', ['person.registered'], async (event) => {
    // Most have a password already; that is known without a transaction.
    if ((await credentialOf(parts, event.subject.id)) !== null) return;
    await storage.run(async () => {
      const record = await people.findOne({ _id: event.subject.id }).lean<PersonRecord>();
      if (record === null || (await actors.actorFrom(record)) === undefined) return;
      if ((await credentialOf(parts, record._id)) !== null) return;
      await send(systemActor(record.organization, 'invitation'), record, `invitation-${event.id}`);
    });
  });

  /** An initial password that was never replaced is nobody's choice. */
  async function choseOne({ _id, mustChangePassword }: PersonRecord): Promise<boolean> {
    return !mustChangePassword && (await credentialOf(parts, _id)) !== null;
  }

  async function invite(actor: Actor, personId: string): Promise<{ expires: Date }> {
    const record = isId(personId) ? await people.findOne({ _id: personId }).lean<PersonRecord>() : null;
    if (record === null) throw new NotFound('person.not_found', 'There is no such person.');
    if ((await actors.actorFrom(record)) === undefined) {
      throw new Conflict('invitation.deactivated', `${record.name} is deactivated. Reactivate the account first.`);
    }
    if (await choseOne(record)) {
      throw new Conflict(
        'invitation.not_needed',
        `${record.name} has a password already and can choose a new one by "Forgot your password?".`,
      );
    }
    const link = await send(actor, record, `invitation-${newId(clock.now())}`);
    if (link === undefined) throw new Error('an invitation whose new key was known');
    return { expires: link.expires };
  }

  return {
    async invite(actor, personId) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      return inOrganization(actor.organizationId, () => storage.run(() => invite(actor, personId)));
    },
    async awaitsInvitation(actor, personId) {
      if (!mayAdministerPeople(actor)) throw new Forbidden();
      return inOrganization(actor.organizationId, async () => {
        const record = await people.findOne({ _id: personId }).lean<PersonRecord>();
        if (record === null || (await actors.actorFrom(record)) === undefined) return false;
        return !(await choseOne(record));
      });
    },
  };
}
