import { systemActor, type Actor } from '../../../../kernel/actor.js';
import { NotFound } from '../../../../kernel/errors.js';
import { acrossOrganizations, inOrganization } from '../../../../platform/request-context.js';
import type { DeviceAccess } from '../device-access.js';
import type { TokenFamilyRecord } from '../token-family.model.js';
import { assertOwn, removeSessions, type DeviceParts } from './device-parts.js';
import type { RememberedDeviceRecord } from './remembered-device.model.js';
import type { SessionRecord } from './session.model.js';

type EndingFunctions = Pick<DeviceAccess, 'endSession' | 'endOtherSessions' | 'signOut'>;

/** What ends with one entry of the list. */
interface Found {
  readonly personId: string;
  readonly what: 'session' | 'device' | 'program';
  end(): Promise<unknown>;
}

/** Ends single sessions, devices and programs. All of a person's at once end by a new generation (`sessions.ts`). */
export function createEnding(parts: DeviceParts): EndingFunctions {
  const { storage, outbox, sessions, devices, families } = parts;

  /** A remembered device with every session it started: it must not start the next one. */
  async function endDevice(person: string, publicId: string): Promise<void> {
    await devices.updateMany({ person, publicId, revoked: false }, { $set: { revoked: true } });
    await removeSessions(parts, { person, device: publicId });
  }

  async function recordEnd(actor: Actor, personId: string, what: Found['what'] | 'others', count: number) {
    await outbox.record(actor, {
      type: 'session.ended',
      subject: { type: 'person', id: personId },
      data: { what, count },
    });
  }

  async function find(id: string): Promise<Found | undefined> {
    const session = await sessions.findOne({ _id: id }).lean<SessionRecord>();
    if (session !== null) {
      const { person, device } = session;
      return {
        personId: person,
        what: 'session',
        async end() {
          if (device !== null) await endDevice(person, device);
          await removeSessions(parts, { _id: id, person });
        },
      };
    }
    const device = await devices.findOne({ publicId: id, revoked: false }).lean<RememberedDeviceRecord>();
    if (device !== null) {
      return { personId: device.person, what: 'device', end: () => endDevice(device.person, id) };
    }
    const family = await families.findOne({ publicId: id, revoked: false }).lean<TokenFamilyRecord>();
    if (family === null) return undefined;
    const end = () => families.updateOne({ _id: family._id }, { $set: { revoked: true } }).exec();
    return { personId: family.person, what: 'program', end };
  }

  async function endOne(actor: Actor, id: string): Promise<void> {
    await storage.run(async () => {
      const found = await find(id);
      if (found === undefined) throw new NotFound('session.not_found', 'There is no such session or token.');
      assertOwn(actor, found.personId);
      await found.end();
      await recordEnd(actor, found.personId, found.what, 1);
    });
  }

  return {
    endSession: (actor, id) => inOrganization(actor.organizationId, () => endOne(actor, id)),

    endOtherSessions: (actor, exceptId) =>
      inOrganization(actor.organizationId, () =>
        storage.run(async () => {
          const person = actor.personId;
          const revoke = { $set: { revoked: true } };
          let count = await removeSessions(parts, { person, ...(exceptId !== undefined && { exceptId }) });
          count += (await devices.updateMany({ person, revoked: false }, revoke)).modifiedCount;
          count += (await families.updateMany({ person, revoked: false }, revoke)).modifiedCount;
          await recordEnd(actor, person, 'others', count);
          return count;
        }),
      ),

    async signOut(actor, sessionId, token) {
      const selector = token?.split('.', 1)[0];
      const device =
        selector === undefined
          ? null
          : await acrossOrganizations(() => devices.findOne({ _id: selector }).lean<RememberedDeviceRecord>().exec());
      // Whoever signs out after the session was over still means the device.
      const who = actor ?? (device === null ? undefined : systemActor(device.organization, 'sign-out'));
      const personId = actor?.personId ?? device?.person;
      if (who === undefined || personId === undefined) return;
      await inOrganization(who.organizationId, () =>
        storage.run(async () => {
          if (device?.person === personId) await endDevice(personId, device.publicId);
          if (sessionId !== undefined) await removeSessions(parts, { person: personId, _id: sessionId });
          await recordEnd(who, personId, 'session', 1);
        }),
      );
    },
  };
}
