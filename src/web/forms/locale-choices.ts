import type { LocalDate } from '../../kernel/local-date.js';

/** Ways of writing dates and numbers that are offered; texts follow where they are translated. */
const OFFERED: readonly string[] = [
  'en',
  'en-IN',
  'en-US',
  'en-GB',
  'en-CA',
  'en-AU',
  'de',
  'de-AT',
  'de-CH',
  'es',
  'es-MX',
  'fr',
  'hi',
  'it',
  'nl',
  'pl',
  'pt-BR',
  'ja',
];

export interface LocaleChoice {
  readonly value: string;
  /** "English (India): 12,34,567.89, 12 Nov 2025" */
  readonly label: string;
}

/** What is offered, and what is chosen already, each with what it does to a number and a day. */
export function localeChoices(current: string, today: LocalDate): LocaleChoice[] {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const day = new Date(`${today}T00:00:00Z`);
  return [...new Set([...OFFERED, current])].map((value) => {
    const number = new Intl.NumberFormat(value).format(1_234_567.89);
    const date = new Intl.DateTimeFormat(value, { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
    return { value, label: `${names.of(value) ?? value}: ${number}, ${date}` };
  });
}
