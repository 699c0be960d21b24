import type { Pager } from './data-components.js';

/** What a pager needs to know of a list: page number from 1, rows per page, rows in all. */
export interface PageOfList {
  readonly number: number;
  readonly size: number;
  readonly total: number;
}

/** The pages to link to: first, last, and the neighbours of the current one. */
function shownNumbers(current: number, last: number): number[] {
  return [...new Set([1, current - 1, current, current + 1, last])]
    .filter((number) => number >= 1 && number <= last)
    .sort((a, b) => a - b);
}

/** Locals of `pager` for a list whose pages are reached by `hrefOf`. */
export function pagerOf({ number, size, total }: PageOfList, hrefOf: (number: number) => string): Pager {
  const last = Math.max(1, Math.ceil(total / size));
  const pages = shownNumbers(number, last).flatMap((shown, index, all) => {
    const page = { number: shown, href: hrefOf(shown), current: shown === number };
    const before = all[index - 1];
    return before !== undefined && shown - before > 1 ? [undefined, page] : [page];
  });
  return {
    from: total === 0 ? 0 : (number - 1) * size + 1,
    to: Math.min(number * size, total),
    total,
    ...(number > 1 && { previousHref: hrefOf(number - 1) }),
    ...(number < last && { nextHref: hrefOf(number + 1) }),
    pages: last === 1 ? [] : pages,
  };
}

/** Up to two letters for a person without photo: "Jo Van Brown" -> "JB". */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
