import type { OrganizationSettings } from '../../../modules/organizations/index.js';

const HOURS_OF_DAY = 24;

function hoursOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours + minutes / 60;
}

/** How many hours a working day has, so that a wait can be told in working days. Night shifts end on the next day. */
export function hoursOfWorkday({ workdayHours: { from, to } }: Pick<OrganizationSettings, 'workdayHours'>): number {
  const hours = hoursOf(to) - hoursOf(from);
  return hours > 0 ? hours : hours + HOURS_OF_DAY;
}
