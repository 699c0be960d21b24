import { eachOrganization } from './each-organization.js';
import { rebuildOrganization } from './rebuild-organization.js';

/* npm run rebuild: makes totals and sums by category anew from the entries, and boards from them. Entries are never touched. */
await eachOrganization(async (container, organization) => {
  await rebuildOrganization(container, organization, (line) => {
    console.log(line);
  });
  return true;
});
