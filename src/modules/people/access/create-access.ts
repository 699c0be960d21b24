import type { AccessParts } from './access-parts.js';
import { createAccessTokens } from './access-token.js';
import type { AccessModule } from './access.module.js';
import { createChangePassword, createSetPassword } from './passwords.js';
import { createEndSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';
import { tokenFamilySchema, type TokenFamilyRecord } from './token-family.model.js';
import { createTokens } from './tokens.js';

export function createAccess(parts: AccessParts & { readonly tokenSecret: string }): AccessModule {
  const { storage, clock, tokenSecret, actors, hashing } = parts;
  const families = storage.tenantModel<TokenFamilyRecord>('TokenFamily', tokenFamilySchema.clone());
  const accessTokens = createAccessTokens({ secret: tokenSecret, clock });
  return {
    signIn: createSignIn(parts),
    actorOf: (personId, epoch) => actors.actorOf(personId, epoch),
    epochOf: (personId) => actors.epochOf(personId),
    endSessions: createEndSessions(parts),
    changePassword: createChangePassword(parts),
    setPassword: createSetPassword(parts),
    hashPassword: (password) => hashing.hash(password),
    ...createTokens({ ...parts, families, accessTokens }),
  };
}
