import { systemActor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { InvalidInput, NotFound, ruleBroken, type FieldProblem } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { localDateOf } from '../../kernel/local-date.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { currentContext, inOrganization } from '../../platform/request-context.js';
import { isDuplicateKey, MissingOrganization, type Storage } from '../../platform/storage/index.js';
import { createListChanges } from './change-list.js';
import { createLogo } from './organization-logo.js';
import { organizationSchema, toOrganization, type OrganizationRecord } from './organization.model.js';
import { freshRecord, type OrganizationParts } from './organization-parts.js';
import { isZone } from './organization.schema.js';
import { createRevision } from './revise-organization.js';
import {
  DEFAULT_CALENDAR,
  DEFAULT_LISTS,
  DEFAULT_SETTINGS,
  type NewOrganization,
  type Organization,
} from './organization.js';
import type { OrganizationsModule } from './organizations.module.js';
import { slugOf } from './slug.js';

export interface OrganizationsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Who has a value of a list; the people module knows. */
  readonly usage: OrganizationParts['usage'];
  /** The folder that keeps all files. */
  readonly uploadsDir: string;
}

/** How long another process may go on with what it read before a change: a question every few seconds costs nothing. */
const CACHE_MS = 3_000;

export function createOrganizations(deps: OrganizationsDependencies): OrganizationsModule {
  const { storage, outbox, clock } = deps;
  const organizations = storage.globalModel<OrganizationRecord>('Organization', organizationSchema.clone());
  const cache = new Map<string, { readonly organization: Organization; readonly until: number }>();
  // Counts what was forgotten, so that a reading that began before a change is not remembered after it.
  let forgotten = 0;
  const parts: OrganizationParts = {
    ...deps,
    organizations,
    forget(id) {
      forgotten += 1;
      cache.delete(id);
    },
  };
  const logo = createLogo(parts);

  async function byId(id: string): Promise<Organization> {
    const cached = cache.get(id);
    // The real time on purpose: a clock that tests move must not keep what another process changed.
    if (cached !== undefined && cached.until > performance.now()) return cached.organization;
    const began = forgotten;
    if (!isId(id)) throw new NotFound('organization.not_found', 'There is no such organization.');
    const organization = toOrganization(await freshRecord(parts, id));
    if (began === forgotten) cache.set(id, { organization, until: performance.now() + CACHE_MS });
    return organization;
  }

  function currentId(): string {
    const id = currentContext()?.organizationId;
    if (id == null) throw new MissingOrganization('organizations.current');
    return id;
  }

  const current = async (): Promise<Organization> => byId(currentId());

  return {
    byId,
    current,
    fresh: async () => toOrganization(await freshRecord(parts, currentId())),
    revise: createRevision(parts),
    changeList: createListChanges(parts),
    setLogo: (actor, file) => logo.setLogo(actor, file),
    removeLogo: (actor) => logo.removeLogo(actor),
    async openLogo() {
      const organization = await current();
      return logo.openLogo(organization.id, organization.logo);
    },
    async create(input) {
      const record = recordOf(input, clock.now());
      try {
        await storage.run(async () => {
          await organizations.insertMany([record], { lean: true });
          await inOrganization(record._id, () =>
            outbox.record(systemActor(record._id, 'setup'), {
              type: 'organization.created',
              subject: { type: 'organization', id: record._id },
              data: { name: record.name },
              after: { name: record.name, ...record.calendar },
            }),
          );
        });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        throw ruleBroken('organization.slug_taken', 'name', 'There is an organization of that name already.');
      }
      return toOrganization(record);
    },
    async list() {
      const records = await organizations.find().sort({ name: 1, _id: 1 }).lean<OrganizationRecord[]>();
      return records.map(toOrganization);
    },
    count: () => organizations.countDocuments().exec(),
    async today() {
      return localDateOf(clock.now(), (await current()).calendar.zone);
    },
  };
}

function recordOf(input: NewOrganization, createdAt: Date): OrganizationRecord {
  const name = input.name.trim();
  const slug = slugOf(input.slug ?? name);
  const calendar = input.calendar ?? DEFAULT_CALENDAR;
  const problems: FieldProblem[] = [];
  if (slug === '')
    problems.push({ path: 'name', message: 'The name needs at least one letter from a to z or a digit.' });
  if (!isZone(calendar.zone)) problems.push({ path: 'zone', message: 'Choose a time zone from the list.' });
  if (!Number.isInteger(calendar.fiscalStartMonth) || calendar.fiscalStartMonth < 1 || calendar.fiscalStartMonth > 12) {
    problems.push({ path: 'fiscalStartMonth', message: 'A month from 1 to 12.' });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return {
    _id: newId(createdAt),
    name,
    slug,
    calendar,
    settings: { ...DEFAULT_SETTINGS, ...input.settings },
    lists: { ...DEFAULT_LISTS, ...input.lists },
    createdAt,
  };
}
