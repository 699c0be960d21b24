import { can } from '../../../kernel/permissions.js';
import { UNITS_WITH_VALIDATORS } from '../../../kernel/units.js';
import { proposeRequestInput, type ProposalRow } from '../../requests/index.js';
import { claimKind } from '../claims/claim-kind.js';
import { parseCells, proposedClaim } from '../claims/read-claim.js';
import { tellValidators } from '../claims/tell-validators.js';
import type { KindOfImport } from '../kind-of-import.js';
import type { KindParts } from '../kinds-of-import.js';
import { IMPOSSIBLE_DAY, readDay } from '../read-day.js';

const cells = proposeRequestInput.omit({ personId: true, validatorId: true });

/** Points that updaters of a unit propose for others. */
export function proposalsKind({ people, requests, outbox }: KindParts): KindOfImport {
  return claimKind<ProposalRow>(
    {
      kind: 'proposals',
      batch: requests.batches.proposals,
      optional: ['quantity'],
      hints: {
        employee_id: 'employee id of who gets the points',
        validator_employee_id: 'employee id of who decides',
        event_date: 'YYYY-MM-DD or DD-MM-YYYY',
        category_code: 'code of a category of the unit',
        quantity: 'optional; a whole number, for categories that count one',
        notes: 'what the points are for',
      },
      mayImport: (actor, unit) => UNITS_WITH_VALIDATORS.includes(unit) && can(actor, 'requests:propose', unit),
      read(values, named, { acknowledgeDuplicates }) {
        const read = parseCells(cells, {
          categoryCode: (values['category_code'] ?? '').toLowerCase(),
          eventDate: readDay(values['event_date'] ?? '') ?? '',
          notes: values['notes'] ?? '',
          quantity: values['quantity'] ?? '',
          acknowledgeDuplicate: acknowledgeDuplicates,
        });
        return proposedClaim(values, named, read, { column: 'event_date', message: IMPOSSIBLE_DAY });
      },
      words: {
        'request.person_not_active': () => 'Nobody active is found by this employee id.',
        'request.validator_not_allowed': () => 'This person does not validate for the unit.',
        'request.duplicate': (message) =>
          `${message} Tick “Propose duplicates anyway” when you upload, if it is meant.`,
      },
      conclude: tellValidators(outbox),
    },
    people,
  );
}
