import { inOrganization } from '../../src/platform/request-context.js';
import { systemActor } from '../../src/kernel/actor.js';
import { command } from './command.js';
import { operatorName } from './operator.js';
import { UsageError } from './refusal.js';

export const createOrganization = command({
  name: 'create-organization',
  summary: 'Creates an organization with the starting catalogue.',
  options: {
    name: { value: '<text>', required: true, summary: 'What the organization is called.' },
    zone: { value: '<zone>', required: true, summary: 'Its time zone, such as Asia/Kolkata.' },
    'fiscal-start': {
      value: '<month>',
      required: true,
      summary: 'The month in which its fiscal year starts, 1 to 12.',
    },
    slug: { value: '<short name>', summary: 'Its name at sign-in; made from the name unless given.' },
  },
  async run(operator, { name, zone, slug, 'fiscal-start': month }) {
    if (!/^\d{1,2}$/.test(month)) throw new UsageError('--fiscal-start takes a month from 1 to 12.');
    await operator.withContainer(
      async ({ storage, organizations, catalog }) => {
        const created = await storage.run(async () => {
          const organization = await organizations.create({
            name,
            ...(slug !== undefined && { slug }),
            calendar: { zone, fiscalStartMonth: Number(month) },
          });
          const actor = systemActor(organization.id, operatorName());
          await inOrganization(organization.id, () => catalog.installStartingCatalogue(actor));
          return organization;
        });
        operator.say(`Created ${created.name} with the short name ${created.slug} and the starting catalogue.`);
        operator.say(`Next: create-administrator --organization ${created.slug}`);
      },
      { mayBeNew: true },
    );
  },
});
