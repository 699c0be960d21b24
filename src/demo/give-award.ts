import { newId } from '../kernel/ids.js';
import { valueFor } from '../modules/catalog/index.js';
import type { Company } from './company.js';
import type { DemoServices } from './demo-services.js';
import type { Award } from './plan-awards.js';
import { refuseNone } from './refuse-none.js';

/** Grants an award to everybody it is for whose grade is eligible. */
export async function giveAward({ requests }: DemoServices, company: Company, award: Award): Promise<void> {
  const giver = company.actors.get(award.giverId);
  const category = company.categories.get(award.categoryCode);
  if (giver === undefined || category === undefined)
    throw new Error('the demo plan names somebody or something unknown');
  const rows = award.personIds
    .filter((personId) => valueFor(category, company.actors.get(personId)?.grade ?? '').eligible)
    .map((personId, index) => ({
      id: newId(award.at),
      line: index + 1,
      ...{ personId, categoryCode: award.categoryCode, notes: award.reason, eventDate: award.day },
      // Two givers may see the same day.
      acknowledgeDuplicate: true,
    }));
  if (rows.length === 0) return;
  refuseNone(await requests.batches.awards.write(giver, award.unit, rows, newId(award.at)));
}
