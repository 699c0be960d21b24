import type { Model } from 'mongoose';
import { systemActor, type Actor } from '../../../../kernel/actor.js';
import { NotFound } from '../../../../kernel/errors.js';
import type { ExpiringMap } from '../../../../platform/session/index.js';
import { operator } from '../../../../platform/storage/index.js';
import { mayAdministerPeople } from '../../person.policy.js';
import type { AccessParts } from '../access-parts.js';
import type { PersonalTokenRecord } from '../personal-token.model.js';
import type { TokenFamilyRecord } from '../token-family.model.js';
import type { RememberedDeviceRecord } from './remembered-device.model.js';
import type { SessionRecord } from './session.model.js';

/** What sessions, remembered devices and tokens share. */
export interface DeviceParts extends Pick<
  AccessParts,
  'storage' | 'outbox' | 'clock' | 'organizations' | 'people' | 'credentials' | 'hashing' | 'actors'
> {
  /** Ends sessions in the session store by their stored ids; never rejects. */
  endStored(storedIds: readonly string[]): Promise<void>;
  readonly sessions: Model<SessionRecord>;
  /** Ids of sessions of which this process knows that they were used lately. */
  readonly seen: ExpiringMap<true>;
  readonly devices: Model<RememberedDeviceRecord>;
  readonly families: Model<TokenFamilyRecord>;
  readonly personalTokens: Model<PersonalTokenRecord>;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** However an organization sets it, nothing lasts longer. */
export const MOST = { idleMinutes: 60, sessionHours: 12, rememberDays: 365 } as const;

/** @throws NotFound for other people's, which are answered like unknown ones */
export function assertOwn(actor: Actor, personId: string): void {
  if ((actor.kind === 'person' && actor.personId === personId) || mayAdministerPeople(actor)) return;
  throw new NotFound('session.not_found', 'There is no such session or token.');
}

/** Takes sessions off the list, and out of the session store once that is committed. How many there were. */
export async function removeSessions(
  { storage, sessions, seen, endStored }: Pick<DeviceParts, 'storage' | 'sessions' | 'seen' | 'endStored'>,
  {
    exceptId,
    ...which
  }: { readonly person: string; readonly _id?: string; readonly device?: string; readonly exceptId?: string },
): Promise<number> {
  const filter = exceptId === undefined ? which : { ...which, _id: operator({ $ne: exceptId }) };
  const found = await sessions.find(filter).select({ stored: 1 }).lean<{ _id: string; stored: string }[]>();
  if (found.length === 0) return 0;
  await sessions.deleteMany({ _id: operator({ $in: found.map(({ _id }) => _id) }) });
  storage.afterCommit(() => {
    for (const { _id } of found) seen.delete(_id);
    // Nobody waits for it: a session that is off the list is over within a minute by itself.
    void endStored(found.map(({ stored }) => stored));
  });
  return found.length;
}

/** The token was used twice: two hold it, one of them wrongly. The person is told. */
export async function recordReuse(
  { outbox }: Pick<DeviceParts, 'outbox'>,
  { organization, person }: { readonly organization: string; readonly person: string },
  data: { readonly kind: 'remembered' | 'refresh'; readonly device: string },
): Promise<void> {
  await outbox.record(systemActor(organization, 'sign-in'), {
    type: 'token.reuse_detected',
    subject: { type: 'person', id: person },
    data,
  });
}

/** "Chrome, Windows"; empty where neither is known. */
export function nameOfDevice({ browser, system }: { readonly browser: string; readonly system: string }): string {
  return [browser, system].filter((word) => word !== '').join(', ');
}
