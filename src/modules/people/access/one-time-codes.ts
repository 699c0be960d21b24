import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Model } from 'mongoose';
import { systemActor, type PersonActor } from '../../../kernel/actor.js';
import { NotAuthenticated } from '../../../kernel/errors.js';
import { newToken } from '../../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import { operator } from '../../../platform/storage/index.js';
import type { AccessParts } from './access-parts.js';
import type { AccessModule, AskedAccount, CodeAttempt } from './access.module.js';
import type { AccountAskRecord } from './account-ask.model.js';
import type { AccountAsks } from './account-asks.js';
import type { AccountMail } from './account-mail.js';
import { codeLetter } from './account-letters.js';
import type { FindAccounts } from './find-accounts.js';
import type { CodeFlowRecord, IssuedCode } from './code-flow.model.js';

/** A code is good so long, the last millisecond included. */
export const CODE_MINUTES = 10;
const CODE_MS = CODE_MINUTES * 60_000;
/** So many codes may be typed in one flow. */
const MAX_TRIES = 5;
const CODES = 1_000_000;
const KEPT_MS = 3_600_000;

interface CodeParts extends AccessParts {
  readonly flows: Model<CodeFlowRecord>;
  readonly asks: AccountAsks;
  readonly mail: AccountMail;
  readonly findAccounts: FindAccounts;
  readonly pepper: string;
}

type CodeFunctions = Pick<AccessModule, 'codesOffered' | 'requestCode' | 'signInByCode'>;

function invalidCode(): NotAuthenticated {
  return new NotAuthenticated('auth.invalid_code', 'This code is not valid, or not any more. Ask for a new one.');
}

export function createOneTimeCodes(parts: CodeParts): CodeFunctions {
  const { storage, clock, logger, organizations, actors, flows, asks, mail, findAccounts, outbox, pepper } = parts;

  const idOf = (flowId: string) => createHash('sha256').update(flowId).digest('base64url');
  /** A code has few digits, so its hash needs a secret that is not in the database. */
  const hashOf = (flow: string, code: string) =>
    createHmac('sha256', pepper).update(`code:${flow}:${code}`).digest('base64url');

  async function answer({ _id, flow, email, organizationSlug, at }: AccountAskRecord): Promise<void> {
    const now = clock.now();
    // Whoever asked has given up by now, and asks again.
    if (flow === null || now.getTime() - at.getTime() > CODE_MS) return;
    const accounts = (await findAccounts(email, organizationSlug)).filter(
      ({ organization }) => organization.settings.features.oneTimeCodes,
    );
    const issued: IssuedCode[] = [];
    const taken = new Set<string>();
    for (const { record, organization } of accounts) {
      const code = newCode(taken);
      const { _id: person, epoch } = record;
      issued.push({ organization: organization.id, person, email, epoch, hash: hashOf(flow, code) });
      await inOrganization(organization.id, async () => {
        await mail.send(`${_id}-${person}`, record, organization, codeLetter({ code, minutes: CODE_MINUTES }));
        await outbox.record(systemActor(organization.id, 'sign-in'), {
          type: 'person.code_sent',
          subject: { type: 'person', id: person },
          data: {},
        });
      });
    }
    if (issued.length > 0) await flows.updateOne({ _id: flow }, { $set: { codes: issued, issuedAt: now } });
  }

  asks.answerBy('code', answer);

  /** Counts a try. Null when there is no such flow, it was used, or its tries are used up. */
  async function takeTry(flow: string): Promise<CodeFlowRecord | null> {
    return flows
      .findOneAndUpdate(
        { _id: flow, used: false, tries: operator({ $lt: MAX_TRIES }) },
        { $inc: { tries: 1 } },
        { returnDocument: 'after' },
      )
      .lean<CodeFlowRecord>();
  }

  async function signInByCode({ flowId, code }: CodeAttempt): Promise<PersonActor> {
    const flow = await takeTry(idOf(flowId));
    if (flow === null) throw invalidCode();
    const presented = hashOf(flow._id, code);
    const issued = flow.codes.find(({ hash }) => equal(hash, presented));
    const fresh = flow.issuedAt !== null && clock.now().getTime() - flow.issuedAt.getTime() <= CODE_MS;
    if (issued === undefined || !fresh) {
      logger.warn({ tries: flow.tries, people: flow.codes.map(({ person }) => person) }, 'code refused');
      throw invalidCode();
    }
    // Of several with the same code at the same time, one finds it unused.
    const { matchedCount } = await flows.updateOne({ _id: flow._id, used: false }, { $set: { used: true } });
    const actor = matchedCount === 1 ? await actors.actorOf(issued.person, issued.epoch) : undefined;
    if (actor?.email !== issued.email) throw invalidCode();
    return actor;
  }

  return {
    async codesOffered() {
      const all = await organizations.list();
      return all.some(({ settings }) => settings.features.oneTimeCodes);
    },
    async requestCode({ email, organizationSlug }: AskedAccount) {
      const flowId = newToken();
      const flow = idOf(flowId);
      const removeAt = new Date(clock.now().getTime() + KEPT_MS);
      await acrossOrganizations(() =>
        storage.run(async () => {
          const record = { _id: flow, codes: [], issuedAt: null, tries: 0, used: false, removeAt };
          await flows.insertMany([record], { lean: true });
          await asks.put({ kind: 'code', email, organizationSlug: organizationSlug ?? null, flow });
        }),
      );
      return { flowId };
    },
    signInByCode: (attempt) => acrossOrganizations(() => signInByCode(attempt)),
  };
}

/** A code that none of the others of the flow equals, so that it names its organization. */
function newCode(taken: Set<string>): string {
  let code: string;
  do code = String(randomInt(CODES)).padStart(6, '0');
  while (taken.has(code));
  taken.add(code);
  return code;
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
