import { valueFor } from '../modules/catalog/index.js';
import type { Company } from './company.js';
import type { DemoServices } from './demo-services.js';
import type { Award } from './plan-awards.js';

/** Credits an award to everybody it is for, with the value of each one's grade. */
export async function giveAward({ ledger }: DemoServices, company: Company, award: Award): Promise<void> {
  const giver = company.actors.get(award.giverId);
  const category = company.categories.get(award.categoryCode);
  if (giver === undefined || category === undefined)
    throw new Error('the demo plan names somebody or something unknown');
  const entries = award.personIds.flatMap((personId) => {
    const grade = company.actors.get(personId)?.grade ?? '';
    const value = valueFor(category, grade, 1);
    if (!value.eligible) return [];
    const id = [award.categoryCode, award.giverId, award.at.toISOString(), personId].join('/');
    return [
      {
        personId,
        kind: 'award' as const,
        points: value.points,
        categoryCode: category.code,
        unit: category.unit,
        effectiveDate: award.day,
        sourceKey: `award:${id}`,
        source: { type: 'award' as const, id },
        reason: award.reason,
        basis: { value: value.value, quantity: 1, grade, categoryVersion: category.version },
      },
    ];
  });
  await ledger.creditMany(giver, entries);
}
