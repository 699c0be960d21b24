import { newId, newToken } from '../../../../kernel/ids.js';
import { acrossOrganizations, inOrganization } from '../../../../platform/request-context.js';
import type { AccessPolicy } from '../../../organizations/index.js';
import type { DeviceAccess, Remembered, RememberedUse, RememberToken, SessionOpening } from '../device-access.js';
import { removableAfter } from '../removal.js';
import { hashOf, openWith, sealFor } from '../secret.js';
import { deviceOf } from './device.js';
import { DAY, MOST, nameOfDevice, recordReuse, removeSessions, type DeviceParts } from './device-parts.js';
import { networkOf } from './network.js';
import { listSession } from './open-sessions.js';
import type { RememberedDeviceRecord } from './remembered-device.model.js';

/** A token that was replaced so lately may still come from another tab of the same browser (docs/adr/0016). */
const SAME_MOMENT_MS = 10_000;

/** The device and the secret of one of its tokens. */
const REMEMBER_TOKEN = /^([\w-]{43})\.([\w-]{43})$/;

const NONE: Remembered = { kind: 'none' };

type RememberFunctions = Pick<DeviceAccess, 'rememberDevice' | 'readRemembered' | 'replaceRemembered'>;

/** When a remembered device is over, whatever the organization allowed when it began. */
export function endOfDevice({ createdAt }: Pick<RememberedDeviceRecord, 'createdAt'>, policy: AccessPolicy): Date {
  return new Date(createdAt.getTime() + Math.min(policy.rememberDays, MOST.rememberDays) * DAY);
}

export function createRememberedDevices(parts: DeviceParts): RememberFunctions {
  const { storage, devices, sessions, organizations, actors, clock } = parts;

  async function find(token: string): Promise<{ device: RememberedDeviceRecord; secret: string } | undefined> {
    const [, id, secret] = REMEMBER_TOKEN.exec(token) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const device = await acrossOrganizations(() => devices.findOne({ _id: id }).lean<RememberedDeviceRecord>().exec());
    return device === null ? undefined : { device, secret };
  }

  /** Two hold tokens of this device, one of them wrongly. Nobody can tell which, so the device and its sessions end. */
  async function endReused(device: RememberedDeviceRecord): Promise<void> {
    await storage.run(async () => {
      const { matchedCount } = await devices.updateOne(
        { _id: device._id, revoked: false },
        { $set: { revoked: true, handover: null } },
      );
      if (matchedCount === 0) return;
      await removeSessions(parts, { person: device.person, device: device.publicId });
      await recordReuse(parts, device, { kind: 'remembered', device: nameOfDevice(device) });
    });
  }

  /** The session that the replaced token has started, for whoever still presents that token in the same moment. */
  function handedOver(device: RememberedDeviceRecord, secret: string): Remembered | undefined {
    const sameMoment = clock.now().getTime() - device.rotatedAt.getTime() < SAME_MOMENT_MS;
    if (!sameMoment || device.handover === null || device.previous !== hashOf(secret)) return undefined;
    return { kind: 'replaced', sessionId: openWith(secret, device.handover) };
  }

  async function read(device: RememberedDeviceRecord, secret: string, token: string): Promise<Remembered> {
    const { settings } = await organizations.byId(device.organization);
    if (!settings.features.rememberMe || endOfDevice(device, settings.access) <= clock.now()) return NONE;
    const actor = await actors.actorOf(device.person, device.epoch);
    if (actor === undefined || device.revoked) return NONE;
    if (device.current === hashOf(secret)) {
      return { kind: 'newest', use: { actor, deviceId: device.publicId, epoch: device.epoch, token } };
    }
    const replaced = handedOver(device, secret);
    if (replaced !== undefined) return replaced;
    await endReused(device);
    return NONE;
  }

  async function replace(
    { actor, token }: RememberedUse,
    opening: SessionOpening,
    sessionId: string,
  ): Promise<RememberToken | undefined> {
    const found = await find(token);
    if (found === undefined) return undefined;
    const { device, secret } = found;
    const next = newToken();
    const now = clock.now();
    const { settings } = await organizations.byId(device.organization);
    const replaced = await storage.run(async () => {
      const { matchedCount } = await devices.updateOne(
        { _id: device._id, current: hashOf(secret), revoked: false },
        {
          $set: {
            current: hashOf(next),
            previous: hashOf(secret),
            handover: sealFor(secret, sessionId),
            ...deviceOf(opening.from.userAgent),
            network: networkOf(opening.from.address),
            rotatedAt: now,
            usedAt: now,
          },
        },
      );
      if (matchedCount === 1) await listSession(parts, actor, { ...opening, deviceId: device.publicId });
      return matchedCount === 1;
    });
    if (!replaced) return undefined;
    return { token: `${device._id}.${next}`, deviceId: device.publicId, expires: endOfDevice(device, settings.access) };
  }

  async function remember(...[actor, from, sessionId]: Parameters<DeviceAccess['rememberDevice']>) {
    const { settings } = await organizations.byId(actor.organizationId);
    if (!settings.features.rememberMe) return undefined;
    const [id, secret] = [newToken(), newToken()];
    const now = clock.now();
    const device: RememberedDeviceRecord = {
      _id: id,
      organization: actor.organizationId,
      person: actor.personId,
      publicId: newId(now),
      epoch: await actors.generationOf(actor),
      current: hashOf(secret),
      previous: null,
      rotatedAt: now,
      handover: null,
      revoked: false,
      ...deviceOf(from.userAgent),
      network: networkOf(from.address),
      createdAt: now,
      usedAt: now,
      removeAt: removableAfter((MOST.rememberDays + 1) * DAY),
    };
    await storage.run(async () => {
      await devices.insertMany([device], { lean: true });
      if (sessionId === undefined) return;
      await sessions.updateOne({ _id: sessionId, person: device.person }, { $set: { device: device.publicId } });
    });
    return { token: `${id}.${secret}`, deviceId: device.publicId, expires: endOfDevice(device, settings.access) };
  }

  return {
    rememberDevice: (actor, ...rest) => inOrganization(actor.organizationId, () => remember(actor, ...rest)),
    async readRemembered(token) {
      const found = await find(token);
      if (found === undefined) return NONE;
      return inOrganization(found.device.organization, () => read(found.device, found.secret, token));
    },
    replaceRemembered: (use, opening, sessionId) =>
      inOrganization(use.actor.organizationId, () => replace(use, opening, sessionId)),
  };
}
