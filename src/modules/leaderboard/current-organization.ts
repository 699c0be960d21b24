import { currentContext } from '../../platform/request-context.js';
import { MissingOrganization } from '../../platform/storage/index.js';

/** The organization of the request context, which the key of everything kept in memory must name. */
export function currentOrganization(): string {
  const organizationId = currentContext()?.organizationId;
  if (organizationId == null) throw new MissingOrganization('leaderboard');
  return organizationId;
}
