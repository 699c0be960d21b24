import type { Container } from '../src/container.js';
import { describeDifference } from '../src/modules/ledger/index.js';
import type { Organization } from '../src/modules/organizations/index.js';

/**
 * Compares entries, their checksums and the totals of an organization, says each difference, and returns whether there
 * is none. Runs in the organization's context.
 */
export async function verifyOrganization(
  { ledger }: Pick<Container, 'ledger'>,
  { name }: Pick<Organization, 'name'>,
  say: (line: string) => void,
): Promise<boolean> {
  let differences = 0;
  for await (const difference of ledger.verify()) {
    differences += 1;
    say(`${name}: ${describeDifference(difference)}`);
  }
  say(
    differences === 0
      ? `${name}: no difference.`
      : `${name}: ${differences} difference${differences === 1 ? '' : 's'}.`,
  );
  return differences === 0;
}
