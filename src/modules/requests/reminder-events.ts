import type { Actor } from '../../kernel/actor.js';
import { hoursOfWorkday, workingHoursBetween } from '../organizations/index.js';
import { here, type RequestParts } from './request-parts.js';
import type { Request } from './request.js';

/** One event, which is one message, for each decider: how many wait, and the oldest of them. */
export async function recordReminders(
  parts: RequestParts,
  actor: Actor,
  byDecider: ReadonlyMap<string, readonly Request[]>,
  by: 'clock' | 'manual',
): Promise<void> {
  const events = [];
  for (const [deciderId, requests] of byDecider) {
    const oldest = await oldestOf(parts, requests);
    if (oldest === undefined) continue;
    events.push({
      type: 'requests.reminded' as const,
      subject: { type: 'person', id: deciderId },
      data: { deciderId, requestIds: requests.map(({ id }) => id), by, oldest },
    });
  }
  await parts.outbox.record(actor, ...events);
}

/** What has waited longest since it was made, with its wait in whole working days. */
export async function oldestOf(parts: RequestParts, requests: readonly Request[]) {
  const [first] = requests.toSorted((one, other) => one.raisedAt.getTime() - other.raisedAt.getTime());
  if (first === undefined) return undefined;
  const { organization } = await here(parts);
  const { settings, calendar } = organization;
  const hours = workingHoursBetween(first.raisedAt, parts.clock.now(), settings, calendar.zone);
  return {
    requestId: first.id,
    unit: first.category.unit,
    categoryName: first.category.name,
    personName: first.person.name,
    workingDays: Math.floor(hours / hoursOfWorkday(settings)),
  };
}
