import type { Person } from '../people/index.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const BATCH = 500;

/** These people, asked for in batches, so that not all of them are in memory at once. */
export async function* eachOfPeople(
  { people }: Pick<ReportsDependencies, 'people'>,
  ids: ReadonlySet<string>,
): AsyncGenerator<Person> {
  const all = [...ids];
  for (let start = 0; start < all.length; start += BATCH) {
    yield* (await people.byIds(all.slice(start, start + BATCH))).values();
  }
}
