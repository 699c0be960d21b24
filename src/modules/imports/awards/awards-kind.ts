import { can } from '../../../kernel/permissions.js';
import { awardInput, type AwardRow } from '../../requests/index.js';
import { claimKind } from '../claims/claim-kind.js';
import { namedPerson, parseCells } from '../claims/read-claim.js';
import type { KindOfImport } from '../kind-of-import.js';
import type { KindParts } from '../kinds-of-import.js';
import { IMPOSSIBLE_DAY, readDay } from '../read-day.js';

const cells = awardInput.pick({ categoryCode: true, notes: true, eventDate: true, quantity: true });

/** Points that a unit grants without a request to decide; each person is told of each as of a single one. */
export function awardsKind({ people, requests }: KindParts): KindOfImport {
  return claimKind<AwardRow>(
    {
      kind: 'awards',
      batch: requests.batches.awards,
      optional: ['quantity', 'event_date'],
      hints: {
        employee_id: 'employee id of who gets the points',
        category_code: 'code of a category in which you grant points',
        quantity: 'optional; a whole number, for categories that count one',
        event_date: 'optional; YYYY-MM-DD or DD-MM-YYYY, otherwise today',
        notes: 'what the points are for; the person reads it',
      },
      mayImport: (actor, unit) => can(actor, 'awards:grant', unit),
      read(values, named, { acknowledgeDuplicates }) {
        // Who is not there, and who is not in the own team, are told alike by the rules for awards.
        const person = namedPerson(values, 'employee_id', named);
        const missing = (values['employee_id'] ?? '') === '' ? person.problems : [];
        const day = values['event_date'] ?? '';
        const { input, problems } = parseCells(cells, {
          categoryCode: (values['category_code'] ?? '').toLowerCase(),
          notes: values['notes'] ?? '',
          eventDate: day === '' ? '' : (readDay(day) ?? 'no day'),
          quantity: values['quantity'] ?? '',
        });
        const found = [...missing, ...problems].map((problem) =>
          problem.column === 'event_date' ? { ...problem, message: IMPOSSIBLE_DAY } : problem,
        );
        return {
          claim: input && { ...input, personId: person.id, acknowledgeDuplicate: acknowledgeDuplicates },
          problems: found,
        };
      },
      words: {
        'award.person_not_active': () => 'Nobody active is found by this employee id.',
        'award.duplicate': (message) => `${message} Tick “Grant duplicates anyway” when you upload, if it is meant.`,
      },
    },
    people,
  );
}
