import { limitFor, limitWindow, possibleAgainFrom } from '../catalog/index.js';
import { ClaimBook, openClaimBook } from './batches/claim-book.js';
import { STANDING, type LimitUse } from './claim-count.js';
import { here, type RequestParts } from './request-parts.js';
import type { RequestView } from './request.js';

/**
 * How far the limits of categories, as they are today, are used up by other claims of the same person and window, by
 * request. Of requests that count and have a limit; a few questions, however many requests there are.
 */
export async function limitsOf(
  parts: Pick<RequestParts, 'catalog' | 'requests' | 'ledger' | 'organizations' | 'clock'>,
  requests: readonly RequestView[],
): Promise<Map<string, LimitUse>> {
  const standing = requests.filter(({ status }) => (STANDING as readonly string[]).includes(status));
  if (standing.length === 0) return new Map();
  const categories = new Map((await parts.catalog.list()).map((category) => [category.code, category]));
  const limited = standing.flatMap((request) => {
    const category = categories.get(request.category.code);
    const max = category === undefined ? undefined : limitFor(category, request.grade);
    if (category === undefined || category.limit === null || max === undefined) return [];
    return [{ request, limit: category.limit, max, key: { personId: request.person.id, categoryCode: category.code } }];
  });
  const { calendar } = (await here(parts)).organization;
  const book = await openClaimBook(
    parts,
    limited.map(({ key }) => key),
    () => true,
    new ClaimBook(),
  );
  return new Map(
    limited.map(({ request: { id, eventDate }, limit, max, key }) => {
      const together = book.used(key, limitWindow(limit, eventDate, calendar));
      const again = possibleAgainFrom(limit, eventDate, calendar);
      // The request itself is one of them.
      return [id, { used: together - 1, max, frequency: limit.frequency, possibleAgainFrom: again }];
    }),
  );
}
