import type { PersonActor } from '../../../kernel/actor.js';
import type { Unit } from '../../../kernel/units.js';
import { assertBelowLimit } from '../claim-count.js';
import { entryOf, judgeAward, type CheckedAward } from '../give-award.js';
import type { RequestParts } from '../request-parts.js';
import { spokenDate } from '../spoken-date.js';
import { batchFacts, personOf, type BatchFacts } from './batch-facts.js';
import type { AwardRow, ClaimBatch } from './claim-batches.js';
import { ClaimBook, openClaimBook, type ClaimKey } from './claim-book.js';
import { assertWorthAsSaid, draftsOf, judgeEach, RowRefused, verdictsOf, type Judged } from './judge-each.js';
import { takeTurns } from './take-turns.js';

const worth = ({ worth: { points } }: CheckedAward) => ({ points, deciderId: null });

/** Awards of a file, under the rules of `giveAward`. */
export function awardBatch(parts: RequestParts): ClaimBatch<AwardRow> {
  return {
    trial(actor, unit) {
      const earlier = new ClaimBook();
      return { judge: async (rows) => verdictsOf(await judgeRows(parts, actor, unit, rows, earlier), worth) };
    },
    async write(actor, unit, rows, source) {
      await takeTurns(parts, keysOf(rows));
      const judged = await judgeRows(parts, actor, unit, rows, new ClaimBook());
      const drafts = draftsOf(judged);
      for (const code of [...new Set(drafts.map(({ draft }) => draft.category.code))].sort()) {
        await parts.catalog.markUsed(code);
      }
      await parts.ledger.creditMany(
        actor,
        drafts.map(({ row, draft }) => entryOf(draft, `${source}/${row.line}`, row.notes)),
      );
      return verdictsOf(judged, worth);
    },
  };
}

function keysOf(rows: readonly AwardRow[]): ClaimKey[] {
  return rows.flatMap(({ personId, categoryCode }) => (personId === undefined ? [] : [{ personId, categoryCode }]));
}

async function judgeRows(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  rows: readonly AwardRow[],
  earlier: ClaimBook,
): Promise<Judged<AwardRow, CheckedAward>[]> {
  // Central has no award categories of its own: it grants in those of every unit, whose points they stay.
  const isCentral = unit === 'central';
  const facts = {
    ...(await batchFacts(parts, isCentral ? undefined : unit, rows)),
    ...(isCentral && { as: unit }),
  };
  const known = keysOf(rows).filter(({ categoryCode }) => facts.categories.has(categoryCode));
  const book = await openClaimBook(parts, known, () => true, earlier);
  return judgeEach(rows, (row) => {
    const person = personOf(facts, row.personId);
    const award = judgeAward(actor, { ...facts, category: facts.categories.get(row.categoryCode), person }, row);
    assertWorthAsSaid(row.points, award.worth.points);
    assertPossible(award, row, facts, book);
    earlier.note(keyOf(award), { day: award.eventDate, by: 1, what: 'entry', line: row.line });
    return award;
  });
}

function keyOf({ person, category }: CheckedAward): ClaimKey {
  return { personId: person.id, categoryCode: category.code };
}

/** As single awards with `checkDuplicates`: a file that is sent again with one line more must not grant all others twice. */
function assertPossible(award: CheckedAward, row: AwardRow, { organization }: BatchFacts, book: ClaimBook): void {
  const { category, person, eventDate } = award;
  assertBelowLimit(
    { category, grade: person.grade, date: eventDate },
    (window) => book.used(keyOf(award), window),
    organization.calendar,
  );
  const same = book.sameDay(keyOf(award), eventDate, 'entry') ?? book.sameDay(keyOf(award), eventDate, 'request');
  if (same === undefined || row.acknowledgeDuplicate) return;
  const what = `${category.name} on ${spokenDate(eventDate)}`;
  throw new RowRefused(
    same.line === undefined
      ? {
          code: 'award.duplicate',
          path: 'eventDate',
          message: `This person has ${what} already.`,
          reason: 'The person has the same category on that day already.',
        }
      : {
          code: 'award.duplicate',
          path: 'eventDate',
          message: `Line ${same.line} grants this person ${what} too.`,
          reason: 'An earlier line grants the same person the same category on that day.',
        },
  );
}
