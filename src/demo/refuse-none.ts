import type { RowVerdict } from '../modules/requests/index.js';

/** A plan that breaks a rule is a mistake of the plan. */
export function refuseNone(verdicts: readonly RowVerdict[]): void {
  const [refused] = verdicts.filter(({ refusal }) => refusal !== undefined);
  if (refused !== undefined) throw new Error(`the demo plan breaks a rule: ${refused.refusal?.message ?? ''}`);
}
