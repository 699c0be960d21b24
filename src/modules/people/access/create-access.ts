import type { AccessParts } from './access-parts.js';
import type { AccountServices } from './account-services.js';
import type { AccessModule } from './access.module.js';
import { createDeviceAccess } from './create-device-access.js';
import { codeFlowSchema, type CodeFlowRecord } from './code-flow.model.js';
import { createInvitations } from './invitations.js';
import { createOneTimeCodes } from './one-time-codes.js';
import { createPasswordLinks } from './password-links.js';
import { createChangePassword, createSetPassword } from './passwords.js';
import { createResetLinks } from './reset-link.js';
import { createRefusedSignIns } from './refused-sign-ins.js';
import { createEndSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';
import { createSingleSignOnAccess } from './single-sign-on.js';

export interface AccessOptions extends AccessParts, AccountServices {
  readonly tokenSecret: string;
  readonly pepper: string;
}

export function createAccess(parts: AccessOptions): AccessModule {
  const { storage, actors, hashing } = parts;
  const flows = storage.globalModel<CodeFlowRecord>('CodeFlow', codeFlowSchema.clone());
  const refused = createRefusedSignIns(parts);
  return {
    signIn: createSignIn({ ...parts, refused }),
    recordRefusals: () => refused.record(),
    actorOf: (personId, epoch) => actors.actorOf(personId, epoch),
    actorsOf: (personIds) => actors.actorsOf(personIds),
    epochOf: (personId) => actors.epochOf(personId),
    generationOf: (actor) => actors.generationOf(actor),
    endSessions: createEndSessions(parts),
    changePassword: createChangePassword(parts),
    setPassword: createSetPassword(parts),
    ...createOneTimeCodes({ ...parts, flows }),
    ...createPasswordLinks(parts),
    ...createResetLinks(parts),
    ...createInvitations(parts),
    ...createSingleSignOnAccess({ ...parts, refused }),
    asks: parts.asks.poller,
    hashPassword: (password) => hashing.hash(password),
    ...createDeviceAccess(parts),
  };
}
