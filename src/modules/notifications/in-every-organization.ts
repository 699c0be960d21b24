import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { OrganizationsModule } from '../organizations/index.js';

/** One organization after the other; what goes wrong in one keeps no other from its turn. */
export async function inEveryOrganization(
  organizations: Pick<OrganizationsModule, 'list'>,
  work: () => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const { id } of await acrossOrganizations(() => organizations.list())) {
    try {
      await inOrganization(id, work);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'messages of some organizations were left undone');
}
