import { describeDifference } from '../src/modules/ledger/index.js';
import { eachOrganization } from './each-organization.js';

/*
 * npm run verify-ledger: compares entries, their checksums and the totals of every organization and prints each
 * difference. Ends with 1 when there is any.
 */
await eachOrganization(async ({ ledger }, { name }) => {
  let differences = 0;
  for await (const difference of ledger.verify()) {
    differences += 1;
    console.log(`${name}: ${describeDifference(difference)}`);
  }
  console.log(
    differences === 0
      ? `${name}: no difference.`
      : `${name}: ${differences} difference${differences === 1 ? '' : 's'}.`,
  );
  return differences === 0;
});
