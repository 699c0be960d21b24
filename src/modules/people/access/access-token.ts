import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../../kernel/clock.js';

/** What an access token says. */
export interface TokenClaims {
  readonly personId: string;
  /** The person's generation of sessions when the token was issued. */
  readonly epoch: number;
  /** The family of refresh tokens that it comes from; it ends with it. */
  readonly family: string;
  /** When the password was given, milliseconds since 1970. */
  readonly passwordAt: number;
}

export interface AccessTokens {
  sign(claims: TokenClaims): Promise<string>;
  /** Undefined for anything that is not a token of ours that is still good. */
  verify(token: string): Promise<TokenClaims | undefined>;
}

export const ACCESS_TOKEN_SECONDS = 15 * 60;

const ALGORITHM = 'HS256';
const ISSUER = 'prowess-points';

export function createAccessTokens({
  secret,
  clock,
}: {
  readonly secret: string;
  readonly clock: Clock;
}): AccessTokens {
  const key = new TextEncoder().encode(secret);
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  return {
    sign({ personId, epoch, family, passwordAt }) {
      const issuedAt = seconds();
      return new SignJWT({ epoch, family, auth_time: Math.floor(passwordAt / 1000) })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setSubject(personId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
        .sign(key);
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: ISSUER,
          requiredClaims: ['sub', 'exp'],
          currentDate: clock.now(),
        });
        const { sub, epoch, family, auth_time: givenAt } = payload;
        if (sub === undefined || typeof epoch !== 'number') return undefined;
        if (typeof family !== 'string' || typeof givenAt !== 'number') return undefined;
        return { personId: sub, epoch, family, passwordAt: givenAt * 1000 };
      } catch {
        // Whatever is wrong with it, it speaks for nobody.
        return undefined;
      }
    },
  };
}
