import type { PersonActor } from '../../../kernel/actor.js';
import type { Unit } from '../../../kernel/units.js';
import { monthTaken, UTILIZATION } from '../month-taken.js';
import { judgeUtilization } from '../propose-utilization.js';
import type { RequestParts } from '../request-parts.js';
import type { NewRequest } from '../store-claim.js';
import { batchFacts, personOf, type BatchFacts } from './batch-facts.js';
import type { ClaimBatch, UtilizationRow } from './claim-batches.js';
import { openClaimBook, type ClaimBook, type ClaimKey } from './claim-book.js';
import { judgeEach, RowRefused, type Judged } from './judge-each.js';
import { requestBatch } from './request-batch.js';

/** Percentages of a file, under the rules of `proposeUtilization`. */
export function utilizationBatch(parts: RequestParts): ClaimBatch<UtilizationRow> {
  return requestBatch(parts, { keysOf, judge: (...given) => judgeRows(parts, ...given) });
}

function keysOf(rows: readonly UtilizationRow[]): ClaimKey[] {
  return rows.flatMap(({ personId }) => (personId === undefined ? [] : [keyOf(personId)]));
}

function keyOf(personId: string): ClaimKey {
  return { personId, categoryCode: UTILIZATION };
}

async function judgeRows(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  rows: readonly UtilizationRow[],
  earlier: ClaimBook,
): Promise<{ judged: Judged<UtilizationRow, NewRequest>[]; facts: BatchFacts }> {
  const facts = await batchFacts(parts, unit, rows);
  const book = await openClaimBook(parts, keysOf(rows), () => false, earlier);
  const recorded = await parts.targets.recordedMonths(
    [...new Set(rows.flatMap(({ personId }) => personId ?? []))],
    [...new Set(rows.map(({ month }) => month))],
  );
  const judged = judgeEach(rows, (row) => {
    const claim = judgeUtilization(
      actor,
      {
        ...facts,
        category: facts.categories.get(UTILIZATION),
        person: personOf(facts, row.personId),
        validator: personOf(facts, row.validatorId),
      },
      { ...row, personId: row.personId ?? '', validatorId: row.validatorId ?? '' },
    );
    const key = keyOf(claim.person.id);
    const same = book.sameDay(key, claim.eventDate, 'request');
    if (same?.line !== undefined) throw earlierLine(same.line);
    if (same !== undefined || recorded.has(`${claim.person.id}:${row.month}`)) throw monthTaken(row.month);
    earlier.note(key, { day: claim.eventDate, by: 1, what: 'request', line: row.line });
    return claim;
  });
  return { judged, facts };
}

function earlierLine(line: number): RowRefused {
  return new RowRefused({
    code: 'utilization.already_recorded',
    path: 'month',
    message: `Line ${line} is of the same person and month.`,
    reason: 'An earlier line is of the same person and month.',
  });
}
