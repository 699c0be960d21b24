import { isDeepStrictEqual } from 'node:util';
import type { Points } from '../../kernel/points.js';
import type { BasisPoints } from '../../kernel/utilization.js';
import type { Milestone, TargetConfig } from './target-config.js';

/** One figure that differs between two configurations; null where there was or is none. */
export type ConfigChange =
  | { readonly what: 'target'; readonly grade: string; readonly before: Points | null; readonly after: Points | null }
  | {
      readonly what: 'milestone';
      readonly percent: number;
      readonly before: Milestone['amounts'] | null;
      readonly after: Milestone['amounts'] | null;
    }
  | { readonly what: 'threshold'; readonly before: BasisPoints; readonly after: BasisPoints }
  | { readonly what: 'cap'; readonly before: Points; readonly after: Points };

/** What differs, targets first and by grade, then milestones by their share. Empty where both say the same. */
export function configChanges(before: TargetConfig, after: TargetConfig): ConfigChange[] {
  const grades = [...new Set([...Object.keys(before.quarterly), ...Object.keys(after.quarterly)])].sort();
  const targets = grades.map((grade) => ({
    what: 'target' as const,
    grade,
    before: targetOf(before, grade),
    after: targetOf(after, grade),
  }));
  const shares = [...new Set([...before.milestones, ...after.milestones].map(({ percent }) => percent))];
  const milestones = shares
    .sort((one, other) => one - other)
    .map((percent) => ({
      what: 'milestone' as const,
      percent,
      before: amountsOf(before, percent),
      after: amountsOf(after, percent),
    }));
  const single = [
    { what: 'threshold' as const, before: before.utilizationThreshold, after: after.utilizationThreshold },
    { what: 'cap' as const, before: before.bonusCap, after: after.bonusCap },
  ];
  return [...targets, ...milestones, ...single].filter((change) => !isDeepStrictEqual(change.before, change.after));
}

function targetOf({ quarterly }: TargetConfig, grade: string): Points | null {
  return Object.hasOwn(quarterly, grade) ? (quarterly[grade] ?? null) : null;
}

function amountsOf({ milestones }: TargetConfig, percent: number): Milestone['amounts'] | null {
  const found = milestones.find((milestone) => milestone.percent === percent);
  // A copy: what the driver read is an array of its own sort.
  return found === undefined ? null : ([...found.amounts] as unknown as Milestone['amounts']);
}
