import { can } from '../../../kernel/permissions.js';
import { proposeUtilizationInput, type UtilizationRow } from '../../requests/index.js';
import { claimKind } from '../claims/claim-kind.js';
import { parseCells, proposedClaim } from '../claims/read-claim.js';
import { tellValidators } from '../claims/tell-validators.js';
import type { KindOfImport } from '../kind-of-import.js';
import type { KindParts } from '../kinds-of-import.js';
import { IMPOSSIBLE_MONTH, readMonth } from './read-month.js';

const cells = proposeUtilizationInput.omit({ personId: true, validatorId: true });

/** Billable percentages that PMO proposes, one for each person and month. */
export function utilizationKind({ people, requests, outbox }: KindParts): KindOfImport {
  return claimKind<UtilizationRow>(
    {
      kind: 'utilization',
      batch: requests.batches.utilization,
      optional: [],
      hints: {
        employee_id: 'employee id of whose percentage it is',
        validator_employee_id: 'employee id of who decides',
        month: 'YYYY-MM, or Nov-25 as spreadsheets write it',
        utilization: 'a percentage from 0 to 100: 88, 88% or 0.88',
        notes: 'where the figure comes from',
      },
      mayImport: (actor, unit) => unit === 'pmo' && can(actor, 'requests:propose', unit),
      read(values, named) {
        const read = parseCells(cells, {
          month: readMonth(values['month'] ?? '') ?? '',
          utilization: values['utilization'] ?? '',
          notes: values['notes'] ?? '',
        });
        return proposedClaim(values, named, read, { column: 'month', message: IMPOSSIBLE_MONTH });
      },
      words: {
        'request.person_not_active': () => 'Nobody active is found by this employee id.',
        'request.validator_not_allowed': () => 'This person does not validate for the unit.',
      },
      conclude: tellValidators(outbox),
    },
    people,
  );
}
