import { eachOrganization } from './each-organization.js';
import { verifyOrganization } from './verify-organization.js';

/*
 * npm run verify-ledger: compares entries, their checksums and the totals of every organization and prints each
 * difference. Ends with 1 when there is any.
 */
await eachOrganization((container, organization) =>
  verifyOrganization(container, organization, (line) => {
    console.log(line);
  }),
);
