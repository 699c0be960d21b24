import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../../kernel/clock.js';

/** What an access token says. */
export interface TokenClaims {
  readonly personId: string;
  /** The person's generation of sessions when the token was issued. */
  readonly epoch: number;
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
    sign({ personId, epoch }) {
      const issuedAt = seconds();
      return new SignJWT({ epoch })
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
        const { sub, epoch } = payload;
        return sub === undefined || typeof epoch !== 'number' ? undefined : { personId: sub, epoch };
      } catch {
        // Whatever is wrong with it, it speaks for nobody.
        return undefined;
      }
    },
  };
}
