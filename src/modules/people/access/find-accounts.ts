import type { Organization } from '../../organizations/index.js';
import type { PersonRecord } from '../person.model.js';
import type { AccessParts } from './access-parts.js';

/** An active person of an address, with the organization. */
export interface FoundAccount {
  readonly record: PersonRecord;
  readonly organization: Organization;
}

/** Active people with an address, in one organization or in all. Runs across organizations. */
export type FindAccounts = (email: string, organizationSlug: string | null) => Promise<FoundAccount[]>;

/** An address is known in few organizations; more mails than this for one ask would be a nuisance. */
const MAX_ACCOUNTS = 3;
/** So many people with the address are looked at; the deactivated among them count for nothing. */
const MAX_LOOKED_AT = 20;

export function createFindAccounts({
  people,
  organizations,
  actors,
}: Pick<AccessParts, 'people' | 'organizations' | 'actors'>): FindAccounts {
  return async function findAccounts(email, organizationSlug) {
    const all = await organizations.list();
    const meant = organizationSlug === null ? all : all.filter(({ slug }) => slug === organizationSlug);
    const byId = new Map(meant.map((organization) => [organization.id, organization]));
    const records = await people.find({ email }).sort({ _id: 1 }).limit(MAX_LOOKED_AT).lean<PersonRecord[]>();
    const found: FoundAccount[] = [];
    for (const record of records) {
      const organization = byId.get(record.organization);
      if (organization === undefined || (await actors.actorFrom(record)) === undefined) continue;
      found.push({ record, organization });
    }
    return found.slice(0, MAX_ACCOUNTS);
  };
}
