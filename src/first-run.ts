import { timingSafeEqual } from 'node:crypto';
import { systemActor } from './kernel/actor.js';
import { newToken } from './kernel/ids.js';
import { inOrganization } from './platform/request-context.js';
import type { Storage } from './platform/storage/index.js';
import type { CatalogModule } from './modules/catalog/index.js';
import type { Organization, OrganizationsModule } from './modules/organizations/index.js';
import type { PeopleModule } from './modules/people/index.js';
import type { FirstRun, FirstRunInput } from './web/services.js';

interface FirstRunDependencies {
  readonly storage: Storage;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly catalog: CatalogModule;
}

/**
 * Sets up an empty installation. Whoever reaches the address could do it, so it takes a token that only the console of
 * this process shows.
 */
export function createFirstRun(deps: FirstRunDependencies): FirstRun {
  const token = newToken();

  async function run(input: FirstRunInput): Promise<Organization> {
    return deps.storage.run(async () => {
      const organization = await deps.organizations.create(input.organization);
      const actor = systemActor(organization.id, 'first run');
      await inOrganization(organization.id, async () => {
        await deps.catalog.installStartingCatalogue(actor);
        await deps.people.registerFirstAdministrator(input.administrator);
      });
      return organization;
    });
  }

  return {
    token,
    accepts(given) {
      const [expected, actual] = [Buffer.from(token), Buffer.from(given.trim())];
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
    run,
  };
}
