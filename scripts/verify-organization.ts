import type { Container } from '../src/container.js';
import { describeBoardDifference } from '../src/modules/leaderboard/index.js';
import { describeDifference } from '../src/modules/ledger/index.js';
import type { Organization } from '../src/modules/organizations/index.js';
import { progressLines } from './progress-lines.js';

/**
 * Compares entries, their checksums, what is summed from them, and boards of an organization, says each difference, and
 * returns whether there is none. Runs in the organization's context.
 */
export async function verifyOrganization(
  { ledger, leaderboard }: Pick<Container, 'ledger' | 'leaderboard'>,
  { name }: Pick<Organization, 'name'>,
  say: (line: string) => void,
): Promise<boolean> {
  let differences = 0;
  const differs = (words: string) => {
    differences += 1;
    say(`${name}: ${words}`);
  };
  const { entries } = await ledger.extent();
  for await (const difference of ledger.verify(progressLines(name, entries))) differs(describeDifference(difference));
  for await (const difference of leaderboard.verify()) differs(describeBoardDifference(difference));
  say(
    differences === 0
      ? `${name}: no difference.`
      : `${name}: ${differences} difference${differences === 1 ? '' : 's'}.`,
  );
  return differences === 0;
}
