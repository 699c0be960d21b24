export type TextParams = Readonly<Record<string, string | number>>;

export interface FillOptions {
  /** Whose plural rules count. */
  readonly language: string;
  /** How numbers are grouped. */
  readonly locale: string;
  /** Throws when a parameter is missing; otherwise its placeholder stays visible. */
  readonly strict: boolean;
}

const PLACEHOLDER = /\{(\w+)(?:\|([^{}]*))?\}/g;

const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function remembered<T>(store: Map<string, T>, key: string, make: () => T): T {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}

function formOf(forms: string, value: number, language: string): string {
  const category = remembered(plurals, language, () => new Intl.PluralRules(language)).select(value);
  const byCategory = new Map(
    forms.split('|').map((form): [string, string] => {
      const cut = form.indexOf('=');
      return [form.slice(0, cut), form.slice(cut + 1)];
    }),
  );
  return byCategory.get(category) ?? byCategory.get('other') ?? '';
}

/**
 * Fills `{name}` in, and `{count|one=# request|other=# requests}` by the language's plural rules, with `#` as the
 * grouped number. Throws RangeError when strict and a parameter is missing or no number stands where one is counted.
 */
export function fillIn(text: string, params: TextParams, { language, locale, strict }: FillOptions): string {
  const format = (value: number) => remembered(numbers, locale, () => new Intl.NumberFormat(locale)).format(value);
  return text.replace(PLACEHOLDER, (placeholder, name: string, forms: string | undefined) => {
    const value = params[name];
    if (value === undefined || (forms !== undefined && typeof value !== 'number')) {
      if (strict)
        throw new RangeError(`the text "${text}" needs ${forms === undefined ? 'a value' : 'a number'} for "${name}"`);
      return placeholder;
    }
    if (forms !== undefined) return formOf(forms, value as number, language).replaceAll('#', format(value as number));
    return typeof value === 'number' ? format(value) : value;
  });
}

/** Names of the placeholders of a text, sorted; a counted one ends in `#`. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name, forms]) => (forms === undefined ? `${name}` : `${name}#`))
    .sort();
}
