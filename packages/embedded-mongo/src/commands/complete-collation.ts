import { Int32 } from 'bson';
import type { Doc, Value } from '../values/types.js';

/** A collation with all its fields, as a server lists it (ICU 57.1; only defaults besides locale and strength). */
export function completeCollation(collation: Doc): Doc {
  return new Map<string, Value>([
    ['locale', collation.get('locale') ?? 'simple'],
    ['caseLevel', false],
    ['caseFirst', 'off'],
    ['strength', new Int32(Number(collation.get('strength') ?? 3))],
    ['numericOrdering', false],
    ['alternate', 'non-ignorable'],
    ['maxVariable', 'punct'],
    ['normalization', false],
    ['backwards', false],
    ['version', '57.1'],
  ]);
}
