import { ruleBroken } from '../../kernel/errors.js';
import { parseUtilization, type BasisPoints } from '../../kernel/utilization.js';

/** @throws RuleBroken `utilization.unreadable` at `utilization` */
export function readUtilization(text: string): BasisPoints {
  const basisPoints = parseUtilization(text);
  if (basisPoints === undefined) {
    throw ruleBroken('utilization.unreadable', 'utilization', 'A percentage from 0 to 100, such as 88, 88% or 0.88.');
  }
  return basisPoints;
}
