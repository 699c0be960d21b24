/**
 * Intl's formats cost far more to make than to use, and a page needs dozens, so each is made once. Locales and zones are
 * those of organizations and their people: few.
 */

const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();
/** Only so that odd input could never fill the memory. */
const MOST = 1000;

function remembered<T>(formats: Map<string, T>, key: string, make: () => T): T {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (formats.size >= MOST) formats.clear();
  formats.set(key, made);
  return made;
}

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return remembered(dates, locale + JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options));
}

export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(numbers, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options));
}
