import type { PersonActor } from '../../../kernel/actor.js';
import type { Unit } from '../../../kernel/units.js';
import { assertBelowLimit } from '../claim-count.js';
import { judgeProposal } from '../propose-request.js';
import type { RequestParts } from '../request-parts.js';
import { spokenDate } from '../spoken-date.js';
import type { Claim, NewRequest } from '../store-claim.js';
import { batchFacts, personOf, type BatchFacts } from './batch-facts.js';
import type { ClaimBatch, ProposalRow } from './claim-batches.js';
import { openClaimBook, type ClaimBook, type ClaimKey } from './claim-book.js';
import { assertWorthAsSaid, judgeEach, RowRefused, type Judged } from './judge-each.js';
import { requestBatch } from './request-batch.js';

/** Proposals of a file, under the rules of `proposeRequest`. */
export function proposalBatch(parts: RequestParts): ClaimBatch<ProposalRow> {
  return requestBatch(parts, { keysOf, judge: (...given) => judgeRows(parts, ...given) });
}

function keysOf(rows: readonly ProposalRow[]): ClaimKey[] {
  return rows.flatMap(({ personId, categoryCode }) => (personId === undefined ? [] : [{ personId, categoryCode }]));
}

async function judgeRows(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  rows: readonly ProposalRow[],
  earlier: ClaimBook,
): Promise<{ judged: Judged<ProposalRow, NewRequest>[]; facts: BatchFacts }> {
  const facts = await batchFacts(parts, unit, rows);
  const known = keysOf(rows).filter(({ categoryCode }) => facts.categories.has(categoryCode));
  const isLimited = (code: string) => (facts.categories.get(code)?.limit ?? null) !== null;
  const book = await openClaimBook(parts, known, isLimited, earlier);
  const judged = judgeEach(rows, (row) => {
    const claim = judgeProposal(
      actor,
      {
        ...facts,
        category: facts.categories.get(row.categoryCode),
        person: personOf(facts, row.personId),
        validator: personOf(facts, row.validatorId),
      },
      { ...row, personId: row.personId ?? '', validatorId: row.validatorId ?? '' },
    );
    assertWorthAsSaid(row.points, claim.worth.points);
    const isDuplicate = assertPossible(claim, facts, book);
    earlier.note(keyOf(claim), { day: claim.eventDate, by: 1, what: 'request', line: row.line });
    return { ...claim, duplicateAcknowledged: isDuplicate, utilization: null };
  });
  return { judged, facts };
}

function keyOf({ person, category }: Claim): ClaimKey {
  return { personId: person.id, categoryCode: category.code };
}

/** Whether it is a duplicate that was acknowledged. */
function assertPossible(claim: Claim, { organization }: BatchFacts, book: ClaimBook): boolean {
  const { person, category, eventDate } = claim;
  assertBelowLimit(
    { category, grade: person.grade, date: eventDate },
    (window) => book.used(keyOf(claim), window),
    organization.calendar,
  );
  const same = book.sameDay(keyOf(claim), eventDate, 'request');
  if (same === undefined || claim.acknowledgeDuplicate) return same !== undefined;
  const what = `${category.name} on ${spokenDate(eventDate)}`;
  throw new RowRefused(
    same.line === undefined
      ? {
          code: 'request.duplicate',
          path: 'eventDate',
          message: `There is a request of this person for ${what} already.`,
          reason: 'There is a request of the same person, category and day already.',
        }
      : {
          code: 'request.duplicate',
          path: 'eventDate',
          message: `Line ${same.line} is of this person for ${what} too.`,
          reason: 'An earlier line is of the same person, category and day.',
        },
  );
}
