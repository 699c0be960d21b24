import type { ConfigPreview } from '../../../../modules/targets/index.js';
import type { Services } from '../../../services.js';

/** How many active people a change of targets is about, in all and by grade. */
export interface ConcernedPeople {
  readonly total: number;
  readonly byGrade: Readonly<Record<string, number>>;
}

/** A change of a target is about its grade; one of milestones, threshold or cap about everybody with a target. */
export async function concernedPeople(
  { people, organizations }: Services,
  { changes, before, after }: ConfigPreview,
): Promise<ConcernedPeople> {
  const today = await organizations.today();
  const heads = new Map<string, number>();
  for (const { grade, active } of await people.headCounts({ from: today, to: today })) {
    heads.set(grade, (heads.get(grade) ?? 0) + active);
  }
  const touched = changes.some(({ what }) => what !== 'target')
    ? [...Object.keys(before.quarterly), ...Object.keys(after.quarterly)]
    : changes.flatMap((change) => (change.what === 'target' ? [change.grade] : []));
  const byGrade = Object.fromEntries([...new Set(touched)].map((grade) => [grade, heads.get(grade) ?? 0]));
  return { total: Object.values(byGrade).reduce((sum, count) => sum + count, 0), byGrade };
}
