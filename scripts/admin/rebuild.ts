import { inOrganization } from '../../src/platform/request-context.js';
import { rebuildOrganization } from '../rebuild-organization.js';
import { command } from './command.js';

export const rebuild = command({
  name: 'rebuild',
  summary: 'Makes totals anew from the entries and boards anew from the totals; entries are never touched.',
  options: {},
  run: ({ say, withContainer }) =>
    withContainer(
      async (container) => {
        for (const organization of await container.organizations.list())
          await inOrganization(organization.id, () => rebuildOrganization(container, organization, say));
      },
      { beside: true },
    ),
});
