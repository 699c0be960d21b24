import { inOrganization } from '../../src/platform/request-context.js';
import { verifyOrganization } from '../verify-organization.js';
import { command } from './command.js';

export const verifyLedger = command({
  name: 'verify-ledger',
  summary: 'Compares entries, checksums, totals and boards of every organization and prints each difference.',
  options: {},
  run: ({ say, withContainer }) =>
    withContainer(
      async (container) => {
        let fine = true;
        for (const organization of await container.organizations.list()) {
          const right = await inOrganization(organization.id, () => verifyOrganization(container, organization, say));
          fine = fine && right;
        }
        return fine;
      },
      { beside: true },
    ),
});
