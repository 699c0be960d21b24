import { de } from './de/index.js';
import { en } from './en/index.js';
import { es } from './es/index.js';
import { hi } from './hi/index.js';
import { fillIn, type TextParams } from './fill-in.js';

export type { TextParams } from './fill-in.js';

/** Keys of the catalogue; English has all of them. */
export type TextKey = keyof typeof en;
/** A catalogue that was started; whatever it lacks is shown in English. */
export type PartialTexts = Partial<Readonly<Record<TextKey, string>>>;

export const LANGUAGES = ['en', 'de', 'hi', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

export const catalogues: Readonly<Record<Language, PartialTexts>> = { en, de, hi, es };

/** Finds a text by key and fills its placeholders in; numbers are grouped as the locale does. */
export type Translate = (key: string, params?: TextParams) => string;

export interface TranslatorOptions {
  /** For numbers in texts; the language unless said. */
  readonly locale?: string;
  /** Throws on a key that no catalogue has, for development and tests; otherwise the key itself is shown. */
  readonly strict?: boolean;
}

/** The language of a BCP 47 tag that has a catalogue, or English: `de-AT` is `de`. */
export function languageOf(tag: string | undefined): Language {
  const primary = tag?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

/** Texts in a language, English where it has none. Throws RangeError on an unknown key when strict. */
export function translator(tag: string, { locale = tag, strict = false }: TranslatorOptions = {}): Translate {
  const own: Readonly<Record<string, string>> = catalogues[languageOf(tag)];
  const english: Readonly<Record<string, string>> = en;
  return (key, params = {}) => {
    const text = Object.hasOwn(own, key) ? own[key] : Object.hasOwn(english, key) ? english[key] : undefined;
    if (text === undefined) {
      if (strict) throw new RangeError(`no text has the key "${key}"`);
      return key;
    }
    return fillIn(text, params, { language: languageOf(tag), locale, strict });
  };
}
