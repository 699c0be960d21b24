import { eachOrganization } from './each-organization.js';

/* npm run rebuild: makes totals anew from the entries and boards anew from the totals. Entries are never touched. */
await eachOrganization(async ({ ledger, leaderboard }, { name }) => {
  const totals = await ledger.rebuildTotals();
  const boards = await leaderboard.rebuild();
  console.log(
    `${name}: ${totals.people} accounts, ${totals.corrected} totals corrected; ${boards.corrected} scores on boards corrected.`,
  );
  return true;
});
