import { inOrganization } from '../../src/platform/request-context.js';
import { command } from './command.js';

export const verifyLedger = command({
  name: 'verify-ledger',
  summary: 'Compares entries, checksums, totals and boards of every organization and prints each difference.',
  options: {},
  run: ({ say, withContainer }) =>
    withContainer(
      async (container) => {
        // Words of the ledger and of the boards, which only this command needs.
        const { verifyOrganization } = await import('../verify-organization.js');
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
