/** So often in all are open pages told how far an import is. */
const TOLD_TIMES = 40;

/** Whether open pages are told of a step: not of every single one where there are hundreds. */
export function isWorthTelling(before: number, now: number, total: number): boolean {
  const part = (step: number) => Math.floor((step * TOLD_TIMES) / Math.max(total, 1));
  return part(now) > part(before);
}
