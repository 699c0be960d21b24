import type { Actor } from '../../../kernel/actor.js';
import { Conflict, Forbidden, NotFound } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/ids.js';
import { inOrganization } from '../../../platform/request-context.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessParts } from './access-parts.js';
import type { AccessModule, ResetLink } from './access.module.js';
import type { AccountMail } from './account-mail.js';
import { RESET_MINUTES } from './password-links.js';
import { startNewGeneration } from './sessions.js';

type ResetLinkParts = AccessParts & { readonly mail: Pick<AccountMail, 'links'> };

/** A link to a new password that an operator hands over, where mails do not arrive. */
export function createResetLinks(parts: ResetLinkParts): Pick<AccessModule, 'makeResetLink'> {
  const { storage, clock, outbox, people, actors, links, mail } = parts;

  async function make(actor: Actor, personId: string): Promise<ResetLink> {
    const record = await people.findOne({ _id: personId }).lean<PersonRecord>();
    if (record === null) throw new NotFound('person.not_found', 'There is no such person.');
    if ((await actors.actorFrom(record)) === undefined) {
      throw new Conflict('person.deactivated', `${record.name} is deactivated. Reactivate the account first.`);
    }
    await startNewGeneration(parts, actor, personId, 'The password is to be chosen anew.');
    const link = await links.make({
      person: record._id,
      email: record.email,
      organization: record.organization,
      kind: 'reset',
      key: `operator-${newId(clock.now())}`,
      ms: RESET_MINUTES * 60_000,
    });
    if (link === undefined) throw new Error('a link whose new key was known');
    await outbox.record(actor, {
      type: 'person.reset_link_made',
      subject: { type: 'person', id: personId },
      data: {},
    });
    return { path: mail.links.choosePassword(link.token), expires: link.expires };
  }

  return {
    async makeResetLink(actor, personId) {
      // HR administration sets initial passwords or has people ask for a mail; a link lets one be somebody else unseen.
      if (actor.kind !== 'system') throw new Forbidden();
      return inOrganization(actor.organizationId, () => storage.run(() => make(actor, personId)));
    },
  };
}
