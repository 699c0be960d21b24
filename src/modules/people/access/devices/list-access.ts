import { NotFound } from '../../../../kernel/errors.js';
import { inOrganization } from '../../../../platform/request-context.js';
import type { DeviceAccess, KnownDevice, OpenAccess } from '../device-access.js';
import { toPersonalToken } from '../personal-tokens.js';
import type { PersonalTokenRecord } from '../personal-token.model.js';
import type { TokenFamilyRecord } from '../token-family.model.js';
import { assertOwn, type DeviceParts } from './device-parts.js';
import { isOpen, limitsOf } from './open-sessions.js';
import type { RememberedDeviceRecord } from './remembered-device.model.js';
import { endOfDevice } from './remembered-devices.js';
import type { SessionRecord } from './session.model.js';

/** More than anybody has; a list that is longer shows the newest. */
const MOST_SHOWN = 100;

type Known = Pick<TokenFamilyRecord, 'publicId' | 'browser' | 'system' | 'network' | 'createdAt' | 'usedAt'>;

function toKnownDevice({ publicId, browser, system, network, createdAt, usedAt }: Known, expires: Date): KnownDevice {
  return { id: publicId, browser, system, network, createdAt, usedAt, expires };
}

function toSession({ _id, browser, system, network, method, startedAt, seenAt }: SessionRecord) {
  return { id: _id, browser, system, network, method, startedAt, seenAt };
}

export function createListing(parts: DeviceParts): DeviceAccess['sessionsOf'] {
  const { sessions, devices, families, personalTokens, organizations, actors, clock } = parts;

  async function list(person: string, organizationId: string): Promise<OpenAccess> {
    const now = clock.now();
    const { settings } = await organizations.byId(organizationId);
    const limits = limitsOf(settings.access);
    const epoch = await actors.epochOf(person);
    const newest = { createdAt: -1 } as const;
    const started = await sessions.find({ person }).sort({ startedAt: -1 }).limit(MOST_SHOWN).lean<SessionRecord[]>();
    const remembered = await devices
      .find({ person, epoch, revoked: false })
      .sort(newest)
      .limit(MOST_SHOWN)
      .lean<RememberedDeviceRecord[]>();
    const programs = await families
      .find({ person, epoch, revoked: false })
      .sort(newest)
      .limit(MOST_SHOWN)
      .lean<TokenFamilyRecord[]>();
    const tokens = await personalTokens
      .find({ person, epoch, revoked: false })
      .sort(newest)
      .limit(MOST_SHOWN)
      .lean<PersonalTokenRecord[]>();
    return {
      sessions: started.filter((record) => isOpen(record, limits, epoch, now.getTime())).map(toSession),
      devices: remembered
        .map((record) => toKnownDevice(record, endOfDevice(record, settings.access)))
        .filter(({ expires }) => settings.features.rememberMe && expires > now),
      programs: programs.map((record) => toKnownDevice(record, record.expires)).filter(({ expires }) => expires > now),
      tokens: tokens
        .filter(({ expires }) => settings.features.personalTokens && expires > now)
        .map((record) => toPersonalToken(record)),
    };
  }

  return async (actor, personId) => {
    assertOwn(actor, personId);
    return inOrganization(actor.organizationId, async () => {
      // Somebody of another organization is nobody here.
      await assertHere(parts, personId);
      return list(personId, actor.organizationId);
    });
  };
}

async function assertHere({ people }: Pick<DeviceParts, 'people'>, personId: string): Promise<void> {
  const found = await people.exists({ _id: personId });
  if (found === null) throw new NotFound('person.not_found', 'There is no such person.');
}
