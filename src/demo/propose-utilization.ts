import { newId } from '../kernel/ids.js';
import type { Activity } from './activity.js';
import type { Company } from './company.js';
import type { DemoServices } from './demo-services.js';
import { refuseNone } from './refuse-none.js';

/** Proposes the percentages that one updater reports at one moment, as of a file. The requests that they become, by id. */
export async function proposeUtilization(
  { requests }: DemoServices,
  company: Company,
  activities: readonly Activity[],
): Promise<Map<Activity, string>> {
  const [first] = activities;
  const updater = company.actors.get(first?.claimantId ?? '');
  if (first === undefined || updater === undefined) throw new Error('somebody in the demo plan is not active');
  const ids = new Map(activities.map((activity) => [activity, newId(activity.claimedAt)]));
  const rows = [...ids].flatMap(([{ utilization, personId, deciderId, notes }, id], index) =>
    utilization === undefined
      ? []
      : [
          {
            ...{ id, line: index + 1, personId, notes, validatorId: deciderId },
            ...{ month: utilization.month, utilization: utilization.percent },
          },
        ],
  );
  refuseNone(await requests.batches.utilization.write(updater, 'pmo', rows, newId(first.claimedAt)));
  return ids;
}
