import type { PersonActor } from '../../../kernel/actor.js';
import { NotAuthenticated } from '../../../kernel/errors.js';
import { newId, newToken } from '../../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from './access-token.js';
import type { AccessModule, Tokens } from './access.module.js';
import type { DeviceAccess, TokenBearer } from './device-access.js';
import { deviceOf } from './devices/device.js';
import { DAY, nameOfDevice, recordReuse, type DeviceParts } from './devices/device-parts.js';
import { networkOf } from './devices/network.js';
import { isPersonalToken } from './personal-tokens.js';
import { removableAfter } from './removal.js';
import { hashOf } from './secret.js';
import type { TokenFamilyRecord } from './token-family.model.js';

/** A family ends then, however often it is renewed. */
const FAMILY_MS = 30 * DAY;

/** The family's id and the secret of one token of it. */
const REFRESH_TOKEN = /^([\w-]{43})\.([\w-]{43})$/;

type TokenParts = DeviceParts & {
  readonly accessTokens: AccessTokens;
  personalBearer(token: string): Promise<TokenBearer | undefined>;
};

type TokenFunctions = Pick<AccessModule, 'issueTokens' | 'refresh' | 'revoke' | 'actorFromAccessToken'> &
  Pick<DeviceAccess, 'bearerOf'>;

function invalidToken(): NotAuthenticated {
  return new NotAuthenticated('auth.invalid_token', 'This token is not valid any more. Please sign in again.');
}

export function createTokens(parts: TokenParts): TokenFunctions {
  const { storage, outbox, clock, actors, families, accessTokens } = parts;

  async function pairOf({ _id, person, epoch, createdAt }: TokenFamilyRecord, secret: string): Promise<Tokens> {
    const claims = { personId: person, epoch, family: _id, passwordAt: createdAt.getTime() };
    const accessToken = await accessTokens.sign(claims);
    return { accessToken, refreshToken: `${_id}.${secret}`, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS };
  }

  async function find(refreshToken: string): Promise<{ family: TokenFamilyRecord; presented: string } | undefined> {
    const [, id, secret] = REFRESH_TOKEN.exec(refreshToken) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const family = await acrossOrganizations(() => families.findOne({ _id: id }).lean<TokenFamilyRecord>().exec());
    return family === null ? undefined : { family, presented: hashOf(secret) };
  }

  async function recordStart(actor: PersonActor, method: 'token' | 'refresh'): Promise<void> {
    await outbox.record(actor, {
      type: 'session.started',
      subject: { type: 'person', id: actor.personId },
      data: { method },
    });
  }

  /** Puts a new secret in the place of the one presented; false when that one is not the newest any more. */
  async function rotate(
    family: TokenFamilyRecord,
    presented: string,
    secret: string,
    actor: PersonActor,
  ): Promise<boolean> {
    return storage.run(async () => {
      const { matchedCount } = await families.updateOne(
        { _id: family._id, current: presented, revoked: false },
        { $set: { current: hashOf(secret), usedAt: clock.now() } },
      );
      if (matchedCount === 1) await recordStart(actor, 'refresh');
      return matchedCount === 1;
    });
  }

  /** Two hold tokens of the same family, one of them wrongly. Nobody can tell which, so the family ends. */
  async function endReused(family: TokenFamilyRecord): Promise<void> {
    await storage.run(async () => {
      const which = { _id: family._id, revoked: false };
      const { matchedCount } = await families.updateOne(which, { $set: { revoked: true } });
      if (matchedCount === 1) await recordReuse(parts, family, { kind: 'refresh', device: nameOfDevice(family) });
    });
  }

  async function refreshFamily(family: TokenFamilyRecord, presented: string): Promise<Tokens> {
    if (family.revoked || family.expires <= clock.now()) throw invalidToken();
    const actor = await actors.actorOf(family.person, family.epoch);
    if (actor === undefined) throw invalidToken();
    const secret = newToken();
    if (family.current !== presented || !(await rotate(family, presented, secret, actor))) {
      await endReused(family);
      throw invalidToken();
    }
    return pairOf(family, secret);
  }

  /** An access token ends with its family, so that ending a program or finding a theft counts at once. */
  async function bearerOf(token: string): Promise<TokenBearer | undefined> {
    if (isPersonalToken(token)) return parts.personalBearer(token);
    const claims = await accessTokens.verify(token);
    if (claims === undefined) return undefined;
    const actor = await actors.actorOf(claims.personId, claims.epoch);
    if (actor === undefined) return undefined;
    const stands = await inOrganization(actor.organizationId, () =>
      families.exists({ _id: claims.family, revoked: false }).exec(),
    );
    return stands === null ? undefined : { actor, scopes: undefined, passwordAt: claims.passwordAt };
  }

  return {
    async issueTokens(actor, from) {
      const { organizationId: organization, personId } = actor;
      const epoch = await actors.generationOf(actor);
      const secret = newToken();
      const now = clock.now();
      const family: TokenFamilyRecord = {
        _id: newToken(),
        organization,
        person: personId,
        publicId: newId(now),
        epoch,
        current: hashOf(secret),
        revoked: false,
        ...deviceOf(from?.userAgent),
        network: networkOf(from?.address),
        createdAt: now,
        usedAt: now,
        expires: new Date(now.getTime() + FAMILY_MS),
        removeAt: removableAfter(FAMILY_MS),
      };
      await inOrganization(organization, () =>
        storage.run(async () => {
          await families.insertMany([family], { lean: true });
          await recordStart(actor, 'token');
        }),
      );
      return pairOf(family, secret);
    },

    async refresh(refreshToken) {
      const found = await find(refreshToken);
      if (found === undefined) throw invalidToken();
      return inOrganization(found.family.organization, () => refreshFamily(found.family, found.presented));
    },

    async revoke(refreshToken) {
      const family = (await find(refreshToken))?.family;
      if (family === undefined) return;
      await inOrganization(family.organization, () =>
        families.updateOne({ _id: family._id }, { $set: { revoked: true } }).exec(),
      );
    },

    bearerOf,
    async actorFromAccessToken(token) {
      const bearer = await bearerOf(token);
      return bearer?.scopes?.includes('read') === false ? undefined : bearer?.actor;
    },
  };
}
