import type { LocalDate } from '../../kernel/local-date.js';
import { mailOn, type PeopleModule, type Person } from '../people/index.js';
import type { ReportsModule } from '../reports/index.js';
import type { AudienceFilter, AudiencePreview } from './announcement.js';

const BATCH = 500;
const SHOWN = 10;
/** The kind of message under which people choose whether they want announcements. */
const KIND = 'announcement';

export interface AudienceParts {
  readonly people: Pick<PeopleModule, 'eachBatch'>;
  readonly reports: Pick<ReportsModule, 'belowQuarterTarget'>;
}

/** Everybody who is meant today, by name, some at a time. */
export async function* audienceOf(parts: AudienceParts, filter: AudienceFilter): AsyncGenerator<readonly Person[]> {
  const { belowTarget, ...rest } = filter;
  for await (const people of parts.people.eachBatch({ ...rest, status: 'active' }, BATCH)) {
    if (belowTarget !== true) yield people;
    else {
      const below = await parts.reports.belowQuarterTarget(people);
      yield people.filter(({ id }) => below.has(id));
    }
  }
}

export async function previewAudience(
  parts: AudienceParts,
  filter: AudienceFilter,
  today: LocalDate,
): Promise<AudiencePreview> {
  let [count, withoutMail, inDigest] = [0, 0, 0];
  const first: string[] = [];
  for await (const people of audienceOf(parts, filter)) {
    for (const { name, preferences } of people) {
      count += 1;
      if (first.length < SHOWN) first.push(name);
      const choice = mailOn(preferences, KIND, today);
      if (choice === 'off') withoutMail += 1;
      if (choice === 'digest') inDigest += 1;
    }
  }
  return { count, withoutMail, inDigest, first };
}
