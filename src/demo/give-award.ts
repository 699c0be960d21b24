import { valueFor } from '../modules/catalog/index.js';
import type { Company } from './company.js';
import type { DemoServices } from './demo-services.js';
import type { Award } from './plan-awards.js';

/** Grants an award to everybody it is for whose grade is eligible. */
export async function giveAward({ requests }: DemoServices, company: Company, award: Award): Promise<void> {
  const giver = company.actors.get(award.giverId);
  const category = company.categories.get(award.categoryCode);
  if (giver === undefined || category === undefined)
    throw new Error('the demo plan names somebody or something unknown');
  for (const personId of award.personIds) {
    if (!valueFor(category, company.actors.get(personId)?.grade ?? '').eligible) continue;
    await requests.award(giver, {
      personId,
      categoryCode: award.categoryCode,
      notes: award.reason,
      eventDate: award.day,
    });
  }
}
