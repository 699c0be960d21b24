import type { LocalDate } from '../../../kernel/local-date.js';
import type { DateRange } from '../../../kernel/period.js';
import { operator } from '../../../platform/storage/index.js';
import { STANDING } from '../claim-count.js';
import type { RequestParts } from '../request-parts.js';
import type { RequestRecord } from '../request.model.js';

/** Whose claims in which category. */
export interface ClaimKey {
  readonly personId: string;
  readonly categoryCode: string;
}

interface Standing {
  readonly day: LocalDate;
  readonly by: 1 | -1;
  readonly what: 'request' | 'entry';
  /** The line of the same file that makes it. */
  readonly line?: number;
}

/**
 * The claims of many people in some categories: what `countClaims` and `findDuplicates` say of one, without asking for
 * each. What is made while a file is read is noted as well.
 */
export class ClaimBook {
  readonly #claims = new Map<string, Standing[]>();

  /** `earlier` holds what earlier rows of the same file make; it counts here too. */
  constructor(private readonly earlier?: ClaimBook) {}

  /** How many stand within a window: pending and approved requests and awards, less what was reversed. */
  used({ personId, categoryCode }: ClaimKey, window: DateRange | 'ever'): number {
    const isMeant = (day: LocalDate) => window === 'ever' || (day >= window.from && day <= window.to);
    return this.#of(personId, categoryCode).reduce((sum, { day, by }) => sum + (isMeant(day) ? by : 0), 0);
  }

  /** Whether there is a request for the day, or points granted and not taken back; the line of the file that makes it. */
  sameDay(
    { personId, categoryCode }: ClaimKey,
    day: LocalDate,
    what: Standing['what'],
  ): { readonly line: number | undefined } | undefined {
    const same = this.#of(personId, categoryCode).filter((one) => one.what === what && one.day === day);
    if (same.reduce((sum, { by }) => sum + by, 0) <= 0) return undefined;
    return { line: same.find(({ line }) => line !== undefined)?.line };
  }

  note({ personId, categoryCode }: ClaimKey, standing: Standing): void {
    const key = `${personId}:${categoryCode}`;
    const claims = this.#claims.get(key);
    if (claims === undefined) this.#claims.set(key, [standing]);
    else claims.push(standing);
  }

  #of(personId: string, categoryCode: string): readonly Standing[] {
    const own = this.#claims.get(`${personId}:${categoryCode}`) ?? [];
    return this.earlier === undefined ? own : [...own, ...this.earlier.#of(personId, categoryCode)];
  }
}

/**
 * Everything that stands of these people in these categories, in a few questions however many there are. Points that were
 * granted are looked for only where `grantsMatter`.
 */
export async function openClaimBook(
  { requests, ledger }: Pick<RequestParts, 'requests' | 'ledger'>,
  keys: readonly ClaimKey[],
  grantsMatter: (categoryCode: string) => boolean,
  earlier: ClaimBook,
): Promise<ClaimBook> {
  const book = new ClaimBook(earlier);
  if (keys.length === 0) return book;
  const records = await requests
    .find(
      {
        person: operator({ $in: peopleOf(keys) }),
        'category.code': operator({ $in: codesOf(keys) }),
        status: operator({ $in: [...STANDING] }),
      },
      { person: 1, 'category.code': 1, eventDate: 1 },
    )
    .lean<Pick<RequestRecord, 'person' | 'category' | 'eventDate'>[]>();
  for (const { person, category, eventDate: day } of records) {
    book.note({ personId: person, categoryCode: category.code }, { day, by: 1, what: 'request' });
  }
  const granted = keys.filter(({ categoryCode }) => grantsMatter(categoryCode));
  const codes = new Set(codesOf(granted));
  for (const kind of granted.length === 0 ? [] : (['award', 'reversal'] as const)) {
    for await (const entry of ledger.eachEntry({ personIds: peopleOf(granted), kind })) {
      if (!codes.has(entry.categoryCode)) continue;
      book.note(entry, { day: entry.effectiveDate, by: kind === 'award' ? 1 : -1, what: 'entry' });
    }
  }
  return book;
}

function peopleOf(keys: readonly ClaimKey[]): string[] {
  return [...new Set(keys.map(({ personId }) => personId))];
}

function codesOf(keys: readonly ClaimKey[]): string[] {
  return [...new Set(keys.map(({ categoryCode }) => categoryCode))];
}
