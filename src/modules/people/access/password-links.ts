import { systemActor, type PersonActor } from '../../../kernel/actor.js';
import { ruleBroken, type RuleBroken } from '../../../kernel/errors.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessLinkRecord } from './access-link.model.js';
import type { AccessParts } from './access-parts.js';
import type { AccessModule, AskedAccount, LinkedPassword } from './access.module.js';
import type { AccountAskRecord } from './account-ask.model.js';
import type { AccountAsks } from './account-asks.js';
import { resetLetter } from './account-letters.js';
import type { AccountMail } from './account-mail.js';
import type { FindAccounts } from './find-accounts.js';
import {
  assertGoodPassword,
  assertNotUsedBefore,
  credentialOf,
  ownerOf,
  recordChange,
  storeHash,
} from './passwords.js';

export const RESET_MINUTES = 60;
const RESET_MS = RESET_MINUTES * 60_000;

interface LinkParts extends AccessParts {
  readonly asks: AccountAsks;
  readonly mail: AccountMail;
  readonly findAccounts: FindAccounts;
}

type LinkFunctions = Pick<AccessModule, 'requestPasswordReset' | 'passwordLink' | 'choosePassword'>;

/** The same for used, replaced, expired and invented ones. */
function linkEnded(): RuleBroken {
  return ruleBroken('link.ended', 'token', 'This link does not work any more. Ask for a new one.');
}

/** Choosing a password by a link that a mail brought: forgotten, or the first one after an invitation. */
export function createPasswordLinks(parts: LinkParts): LinkFunctions {
  const { storage, clock, people, hashing, actors, outbox, links, asks, mail, findAccounts } = parts;

  async function answer({ _id, email, organizationSlug, at }: AccountAskRecord): Promise<void> {
    if (clock.now().getTime() - at.getTime() > RESET_MS) return;
    for (const { record, organization } of await findAccounts(email, organizationSlug)) {
      const key = `${_id}-${record._id}`;
      await inOrganization(organization.id, async () => {
        const of = { person: record._id, email: record.email, organization: organization.id };
        const link = await links.make({ ...of, kind: 'reset', key, ms: RESET_MS });
        if (link === undefined) return;
        const letter = resetLetter({ path: mail.links.choosePassword(link.token), minutes: RESET_MINUTES });
        await mail.send(key, record, organization, letter);
        await outbox.record(systemActor(organization.id, 'sign-in'), {
          type: 'person.reset_sent',
          subject: { type: 'person', id: record._id },
          data: {},
        });
      });
    }
  }

  asks.answerBy('reset', answer);

  /** The link and whose it is, where that one may still sign in and still has the address that it was sent to. */
  async function open(token: string) {
    const link = await acrossOrganizations(() => links.find(token));
    if (link === undefined) return undefined;
    const record = await inOrganization(link.organization, () =>
      people.findOne({ _id: link.person, email: link.email }).lean<PersonRecord>().exec(),
    );
    const actor = record === null ? undefined : await actors.actorFrom(record);
    return actor === undefined ? undefined : { link, actor };
  }

  async function choose(link: AccessLinkRecord, actor: PersonActor, password: string) {
    const owner = await ownerOf(parts, actor);
    assertGoodPassword(password, owner, 'password');
    const credential = await credentialOf(parts, actor.personId);
    if (credential !== null) await assertNotUsedBefore(hashing, password, credential, 'password');
    const hash = await hashing.hash(password);
    await storage.run(async () => {
      if (!(await links.use(link._id))) throw linkEnded();
      await storeHash(parts, actor, hash);
      await recordChange(parts, actor, actor.personId, { initial: false, means: link.kind });
    });
  }

  return {
    requestPasswordReset: ({ email, organizationSlug }: AskedAccount) =>
      acrossOrganizations(() => asks.put({ kind: 'reset', email, organizationSlug: organizationSlug ?? null })),
    async passwordLink(token) {
      const opened = await open(token);
      if (opened === undefined) return undefined;
      const { actor, link } = opened;
      const { minLength } = await ownerOf(parts, actor);
      return { kind: link.kind, name: actor.name, email: actor.email, minLength };
    },
    async choosePassword({ token, password }: LinkedPassword) {
      const opened = await open(token);
      if (opened === undefined) throw linkEnded();
      const { actor, link } = opened;
      await inOrganization(actor.organizationId, () => choose(link, actor, password));
      return { kind: link.kind };
    },
  };
}
