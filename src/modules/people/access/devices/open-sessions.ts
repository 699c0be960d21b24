import type { PersonActor } from '../../../../kernel/actor.js';
import type { Clock } from '../../../../kernel/clock.js';
import { inOrganization } from '../../../../platform/request-context.js';
import { ExpiringMap } from '../../../../platform/session/index.js';
import type { AccessPolicy } from '../../../organizations/index.js';
import type { DeviceAccess, SessionClaim, SessionOpening } from '../device-access.js';
import { removableAfter } from '../removal.js';
import { deviceOf } from './device.js';
import { DAY, HOUR, MINUTE, MOST, type DeviceParts } from './device-parts.js';
import { networkOf } from './network.js';
import type { SessionRecord } from './session.model.js';

/** A session in use is written that often at most. */
const SEEN_EVERY_MS = MINUTE;
const REMEMBERED_SESSIONS = 20_000;

export function createSeen(clock: Clock): ExpiringMap<true> {
  return new ExpiringMap<true>(SEEN_EVERY_MS, REMEMBERED_SESSIONS, () => clock.now().getTime());
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly lifetimeMs: number;
}

export function limitsOf(policy: AccessPolicy): SessionLimits {
  return {
    idleMs: Math.min(policy.idleMinutes, MOST.idleMinutes) * MINUTE,
    lifetimeMs: Math.min(policy.sessionHours, MOST.sessionHours) * HOUR,
  };
}

export function isOpen(record: SessionRecord, limits: SessionLimits, epoch: number, now: number): boolean {
  return (
    record.epoch === epoch &&
    now - record.startedAt.getTime() < limits.lifetimeMs &&
    now - record.seenAt.getTime() < limits.idleMs
  );
}

/** Puts a session on the list. Joins the caller's transaction. */
export async function listSession(
  { sessions, outbox, clock }: Pick<DeviceParts, 'sessions' | 'outbox' | 'clock'>,
  actor: PersonActor,
  { id, epoch, stored, method, from, deviceId, replaces }: SessionOpening,
): Promise<void> {
  const now = clock.now();
  if (replaces !== undefined) await sessions.deleteOne({ _id: replaces });
  const record = {
    _id: id,
    organization: actor.organizationId,
    person: actor.personId,
    ...{ epoch, stored, method },
    ...deviceOf(from.userAgent),
    network: networkOf(from.address),
    startedAt: now,
    seenAt: now,
    device: deviceId ?? null,
    removeAt: removableAfter(DAY),
  };
  await sessions.insertMany([record], { lean: true });
  await outbox.record(actor, {
    type: 'session.started',
    subject: { type: 'person', id: actor.personId },
    data: { method },
  });
}

/** Whoever came by single sign-on did not use an initial password, and may not even know it. */
function asSignedIn(actor: PersonActor, { method }: SessionClaim): PersonActor {
  return method === 'single-sign-on' && actor.mustChangePassword ? { ...actor, mustChangePassword: false } : actor;
}

export function createOpenSessions(parts: DeviceParts): Pick<DeviceAccess, 'openSession' | 'standingSession'> {
  const { storage, sessions, seen, organizations, actors, clock } = parts;
  const now = () => clock.now().getTime();

  /** True when the session is still on the list and was used lately. */
  async function isStanding({ id, personId }: SessionClaim, { idleMs }: SessionLimits, use: boolean): Promise<boolean> {
    // Forgotten with the session; other processes find it gone from the store. Only the idle limit is seen late by this.
    if (use && seen.get(id) !== undefined) return true;
    const record = await sessions.findOne({ _id: id, person: personId }).select({ seenAt: 1 }).lean<SessionRecord>();
    if (record === null || now() - record.seenAt.getTime() >= idleMs) return false;
    if (!use) return true;
    // Not there any more when it was ended in this moment.
    const { matchedCount } = await sessions.updateOne({ _id: id }, { $set: { seenAt: clock.now() } });
    if (matchedCount === 1) seen.set(id, true);
    return matchedCount === 1;
  }

  return {
    openSession: (actor, opening) =>
      inOrganization(actor.organizationId, () => storage.run(() => listSession(parts, actor, opening))),

    async standingSession(claim, use) {
      const actor = await actors.actorOf(claim.personId, claim.epoch);
      if (actor === undefined) return undefined;
      const { settings } = await organizations.byId(actor.organizationId);
      const limits = limitsOf(settings.access);
      const endsAt = claim.createdAt + limits.lifetimeMs;
      if (now() >= endsAt) return undefined;
      const stands = await inOrganization(actor.organizationId, () => isStanding(claim, limits, use));
      return stands ? { actor: asSignedIn(actor, claim), endsAt: new Date(endsAt) } : undefined;
    },
  };
}
