import { createHash } from 'node:crypto';
import type { Model } from 'mongoose';
import { systemActor, type PersonActor } from '../../../kernel/actor.js';
import { NotAuthenticated } from '../../../kernel/errors.js';
import { newId, newToken } from '../../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../../platform/request-context.js';
import type { AccessParts } from './access-parts.js';
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from './access-token.js';
import type { AccessModule, Tokens } from './access.module.js';
import type { TokenFamilyRecord } from './token-family.model.js';

/** A family ends then, however often it is renewed. */
const FAMILY_MS = 30 * 86_400_000;

/** The family's id and the secret of one token of it. */
const REFRESH_TOKEN = /^([0-9a-f]{24})\.([\w-]{43})$/;

type TokenParts = Pick<AccessParts, 'storage' | 'outbox' | 'clock' | 'actors'> & {
  readonly families: Model<TokenFamilyRecord>;
  readonly accessTokens: AccessTokens;
};

type TokenFunctions = Pick<AccessModule, 'issueTokens' | 'refresh' | 'revoke' | 'actorFromAccessToken'>;

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function invalidToken(): NotAuthenticated {
  return new NotAuthenticated('auth.invalid_token', 'This token is not valid any more. Please sign in again.');
}

export function createTokens({ storage, outbox, clock, actors, families, accessTokens }: TokenParts): TokenFunctions {
  async function pairOf(
    familyId: string,
    secret: string,
    claims: { personId: string; epoch: number },
  ): Promise<Tokens> {
    const accessToken = await accessTokens.sign(claims);
    return { accessToken, refreshToken: `${familyId}.${secret}`, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS };
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
        { $set: { current: hashOf(secret) } },
      );
      if (matchedCount === 1) await recordStart(actor, 'refresh');
      return matchedCount === 1;
    });
  }

  /** Two hold tokens of the same family, one of them wrongly. Nobody can tell which, so the family ends. */
  async function endReused({ _id, organization, person }: TokenFamilyRecord): Promise<void> {
    await storage.run(async () => {
      const { matchedCount } = await families.updateOne({ _id, revoked: false }, { $set: { revoked: true } });
      if (matchedCount === 0) return;
      await outbox.record(systemActor(organization, 'sign-in'), {
        type: 'token.reuse_detected',
        subject: { type: 'person', id: person },
        data: { family: _id },
      });
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
    return pairOf(family._id, secret, { personId: family.person, epoch: family.epoch });
  }

  return {
    async issueTokens(actor) {
      const { organizationId: organization, personId } = actor;
      const epoch = await actors.epochOf(personId);
      const secret = newToken();
      const expires = new Date(clock.now().getTime() + FAMILY_MS);
      const family = {
        _id: newId(clock.now()),
        organization,
        person: personId,
        epoch,
        current: hashOf(secret),
        revoked: false,
        expires,
      };
      await inOrganization(organization, () =>
        storage.run(async () => {
          await families.insertMany([family], { lean: true });
          await recordStart(actor, 'token');
        }),
      );
      return pairOf(family._id, secret, { personId, epoch });
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

    async actorFromAccessToken(token) {
      const claims = await accessTokens.verify(token);
      return claims === undefined ? undefined : actors.actorOf(claims.personId, claims.epoch);
    },
  };
}
