import type { Container } from '../src/container.js';
import type { Organization } from '../src/modules/organizations/index.js';
import { progressLines } from './progress-lines.js';

/** Makes totals anew from the entries and boards anew from the totals, in the organization's context. */
export async function rebuildOrganization(
  { ledger, leaderboard }: Pick<Container, 'ledger' | 'leaderboard'>,
  { name }: Pick<Organization, 'name'>,
  say: (line: string) => void,
): Promise<void> {
  const { entries } = await ledger.extent();
  const totals = await ledger.rebuildTotals(progressLines(name, entries));
  const boards = await leaderboard.rebuild();
  say(
    `${name}: ${totals.people} accounts, ${totals.corrected} totals corrected; ${boards.corrected} scores on boards corrected.`,
  );
}
