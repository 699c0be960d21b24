import { Forbidden, NotFound, ruleBroken } from '../../../kernel/errors.js';
import { newId, newToken } from '../../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import { ExpiringMap } from '../../../platform/session/index.js';
import { operator } from '../../../platform/storage/index.js';
import { assertOwn, DAY, MINUTE, type DeviceParts } from './devices/device-parts.js';
import type { DeviceAccess, PersonalToken, TokenBearer } from './device-access.js';
import type { PersonalTokenRecord } from './personal-token.model.js';
import { removableAfter } from './removal.js';
import { hashOf } from './secret.js';

/** So many a person has at most at a time. */
export const MOST_TOKENS = 20;

/** What scanners for secrets look for, the token's id, and its secret. */
const PERSONAL_TOKEN = /^pwp_([0-9a-f]{24})_([\w-]{43})$/;

const USED_EVERY_MS = MINUTE;
const REMEMBERED_TOKENS = 10_000;

export function toPersonalToken(record: PersonalTokenRecord): PersonalToken {
  const { _id, name, scopes, createdAt, expires, usedAt } = record;
  return { id: _id, name, scopes, createdAt, expires, usedAt };
}

type PersonalTokenFunctions = Pick<DeviceAccess, 'createPersonalToken' | 'revokePersonalToken'> & {
  personalBearer(token: string): Promise<TokenBearer | undefined>;
};

export function isPersonalToken(token: string): boolean {
  return token.startsWith('pwp_');
}

export function createPersonalTokens(parts: DeviceParts): PersonalTokenFunctions {
  const { storage, outbox, personalTokens, organizations, actors, clock } = parts;
  const used = new ExpiringMap<true>(USED_EVERY_MS, REMEMBERED_TOKENS, () => clock.now().getTime());

  async function isSwitchedOn(organizationId: string): Promise<boolean> {
    return (await organizations.byId(organizationId)).settings.features.personalTokens;
  }

  async function noteUse(id: string): Promise<void> {
    if (used.get(id) !== undefined) return;
    used.set(id, true);
    await personalTokens.updateOne({ _id: id }, { $set: { usedAt: clock.now() } });
  }

  return {
    async createPersonalToken(actor, { name, scopes, days }) {
      if (!(await isSwitchedOn(actor.organizationId))) {
        throw new Forbidden('token.switched_off', 'Personal tokens are switched off in your organization.');
      }
      const now = clock.now();
      const secret = newToken();
      const epoch = await actors.generationOf(actor);
      const record: PersonalTokenRecord = {
        _id: newId(now),
        organization: actor.organizationId,
        person: actor.personId,
        epoch,
        name,
        scopes: [...scopes],
        hash: hashOf(secret),
        createdAt: now,
        expires: new Date(now.getTime() + days * DAY),
        usedAt: null,
        revoked: false,
        removeAt: removableAfter((days + 1) * DAY),
      };
      await inOrganization(actor.organizationId, () =>
        storage.run(async () => {
          const good = { person: actor.personId, epoch, revoked: false, expires: operator({ $gt: now }) };
          if ((await personalTokens.countDocuments(good)) >= MOST_TOKENS) {
            const sentence = `You have ${MOST_TOKENS} tokens, which is the most. End one that is not needed any more.`;
            throw ruleBroken('token.too_many', 'name', sentence);
          }
          await personalTokens.insertMany([record], { lean: true });
          await outbox.record(actor, {
            type: 'token.created',
            subject: { type: 'person', id: actor.personId },
            data: { tokenId: record._id, name, scopes: [...scopes], expires: record.expires.toISOString() },
          });
        }),
      );
      return { token: `pwp_${record._id}_${secret}`, personalToken: toPersonalToken(record) };
    },

    revokePersonalToken: (actor, id) =>
      inOrganization(actor.organizationId, () =>
        storage.run(async () => {
          const record = await personalTokens.findOne({ _id: id, revoked: false }).lean<PersonalTokenRecord>();
          if (record === null) throw new NotFound('session.not_found', 'There is no such session or token.');
          assertOwn(actor, record.person);
          await personalTokens.updateOne({ _id: id }, { $set: { revoked: true } });
          await outbox.record(actor, {
            type: 'token.revoked',
            subject: { type: 'person', id: record.person },
            data: { tokenId: id, name: record.name },
          });
        }),
      ),

    async personalBearer(token) {
      const [, id, secret] = PERSONAL_TOKEN.exec(token) ?? [];
      if (id === undefined || secret === undefined) return undefined;
      const record = await acrossOrganizations(() =>
        personalTokens.findOne({ _id: id }).lean<PersonalTokenRecord>().exec(),
      );
      if (record?.hash !== hashOf(secret)) return undefined;
      if (record.revoked || record.expires <= clock.now() || !(await isSwitchedOn(record.organization)))
        return undefined;
      const actor = await actors.actorOf(record.person, record.epoch);
      if (actor === undefined) return undefined;
      await inOrganization(record.organization, () => noteUse(id));
      return { actor, scopes: record.scopes, passwordAt: null };
    },
  };
}
