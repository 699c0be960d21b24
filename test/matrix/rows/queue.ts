import type { Unit } from '../../../src/kernel/units.js';
import { ASSIGNED, HOLDERS, HOLDERS_AND_HR, HOLDERS_AND_UPDATERS, type Access } from '../kinds.js';
import type { Row, Rows } from '../row.js';

const ids = ['0123456789abcdef01234567'];

/** Who sees the queue of each unit, and so may take it away as a file. */
const VIEWERS: readonly (readonly [Unit, Access])[] = [
  ['pm', HOLDERS],
  ['pmarch', HOLDERS],
  ['presales', HOLDERS],
  ['marketing', HOLDERS],
  ['pmo', HOLDERS_AND_UPDATERS],
  ['ta', HOLDERS_AND_UPDATERS],
  ['ld', HOLDERS_AND_UPDATERS],
  ['hr', HOLDERS_AND_HR],
];

/** The queue as a file, and what deciding several would do and did. */
export const QUEUE_ROWS: Rows = Object.fromEntries(
  VIEWERS.flatMap(([unit, viewers]): [string, Row][] => [
    [`GET /${unit}/requests/export`, { who: viewers }],
    [`POST /${unit}/bulk-preview`, { who: HOLDERS, answer: 422, body: { ids } }],
    // For whoever decided alone, also of those who decide in the same unit.
    [`GET /${unit}/bulk-decisions/:id`, { who: ASSIGNED, id: 'bulkDecision' }],
  ]),
);
