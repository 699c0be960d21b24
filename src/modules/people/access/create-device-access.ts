import { InvalidInput } from '../../../kernel/errors.js';
import { inOrganization } from '../../../platform/request-context.js';
import type { AccessParts } from './access-parts.js';
import { createAccessTokens } from './access-token.js';
import type { AccessModule } from './access.module.js';
import type { CredentialRecord } from './credential.model.js';
import type { DeviceAccess } from './device-access.js';
import type { DeviceParts } from './devices/device-parts.js';
import { createEnding } from './devices/end-sessions.js';
import { createListing } from './devices/list-access.js';
import { createOpenSessions, createSeen } from './devices/open-sessions.js';
import { rememberedDeviceSchema, type RememberedDeviceRecord } from './devices/remembered-device.model.js';
import { createRememberedDevices } from './devices/remembered-devices.js';
import { createAccessRemoval } from './devices/remove-access.js';
import { sessionSchema, type SessionRecord } from './devices/session.model.js';
import { personalTokenSchema, type PersonalTokenRecord } from './personal-token.model.js';
import { createPersonalTokens } from './personal-tokens.js';
import { tokenFamilySchema, type TokenFamilyRecord } from './token-family.model.js';
import { createTokens } from './tokens.js';

type TokenFunctions = Pick<AccessModule, 'issueTokens' | 'refresh' | 'revoke' | 'actorFromAccessToken'>;

/** Sessions, remembered devices and tokens, on their models. */
export function createDeviceAccess(
  options: AccessParts & { readonly tokenSecret: string },
): DeviceAccess & TokenFunctions {
  const { storage, clock, tokenSecret, logger, endStored } = options;
  const uncounted = { uncounted: true } as const;
  const parts: DeviceParts = {
    ...options,
    // When somebody was last seen changes no page but the list of sessions, which nobody keeps; ends count by their event.
    sessions: storage.tenantModel<SessionRecord>('OpenSession', sessionSchema.clone(), uncounted),
    personalTokens: storage.tenantModel<PersonalTokenRecord>('PersonalToken', personalTokenSchema.clone(), uncounted),
    seen: createSeen(clock),
    devices: storage.tenantModel<RememberedDeviceRecord>('RememberedDevice', rememberedDeviceSchema.clone()),
    families: storage.tenantModel<TokenFamilyRecord>('TokenFamily', tokenFamilySchema.clone()),
    async endStored(storedIds) {
      try {
        await endStored?.(storedIds);
      } catch (error) {
        logger.warn({ err: error }, 'ended sessions are over within a minute only');
      }
    },
  };
  const accessTokens = createAccessTokens({ secret: tokenSecret, clock });
  const personalTokens = createPersonalTokens(parts);
  return {
    ...createOpenSessions(parts),
    ...createEnding(parts),
    ...createAccessRemoval(parts),
    ...createRememberedDevices(parts),
    createPersonalToken: (actor, input) => personalTokens.createPersonalToken(actor, input),
    revokePersonalToken: (actor, id) => personalTokens.revokePersonalToken(actor, id),
    ...createPasswordConfirmation(options),
    ...createTokens({ ...parts, accessTokens, personalBearer: (token) => personalTokens.personalBearer(token) }),
    sessionsOf: createListing(parts),
  };
}

function createPasswordConfirmation({
  credentials,
  hashing,
}: AccessParts): Pick<DeviceAccess, 'hasPassword' | 'confirmPassword'> {
  const find = (organizationId: string, personId: string) =>
    inOrganization(organizationId, () => credentials.findOne({ _id: personId }).lean<CredentialRecord>().exec());
  return {
    hasPassword: async ({ organizationId, personId }) => (await find(organizationId, personId)) !== null,
    async confirmPassword({ organizationId, personId }, password) {
      const credential = await find(organizationId, personId);
      if (await hashing.matches(password, credential?.hash)) return;
      const message = 'This is not your password.';
      throw new InvalidInput([{ path: 'password', message }], message, 'password.wrong');
    },
  };
}
