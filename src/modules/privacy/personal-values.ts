import type { Person, Pseudonym } from '../people/index.js';

/** Everything by which somebody was ever known, also before names and addresses changed. */
export interface PersonalValues {
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly employeeIds: readonly string[];
}

type Known = Partial<Readonly<Record<'name' | 'email' | 'phone' | 'employeeId', unknown>>>;

const said = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const distinct = (values: readonly unknown[]) => [...new Set(values.filter(said).map((value) => value.trim()))];

export function personalValues(known: readonly Known[]): PersonalValues {
  return {
    names: distinct(known.map(({ name }) => name)),
    emails: distinct(known.map(({ email }) => email)),
    phones: distinct(known.map(({ phone }) => phone)),
    employeeIds: distinct(known.map(({ employeeId }) => employeeId)),
  };
}

/** Long enough to be nobody's by chance in a text. */
const MIN_PHONE = 6;
const MIN_EMPLOYEE_ID = 4;

/**
 * Which values are looked for inside of texts. A name of one word is a word like others, and so are short numbers: these
 * are replaced in their own fields only. Names that somebody else has too are left to those fields as well.
 */
export function valuesInTexts(
  { names, emails, phones, employeeIds }: PersonalValues,
  sharedNames: ReadonlySet<string>,
) {
  return {
    names: names.filter((name) => /\s/.test(name) && !sharedNames.has(name)),
    emails,
    phones: phones.filter((phone) => phone.replace(/\D/g, '').length >= MIN_PHONE),
    employeeIds: employeeIds.filter((id) => id.length >= MIN_EMPLOYEE_ID && /\d/.test(id)),
  };
}

/** Takes the values out of a text; answers the same text where none is in it. */
export type ReplaceInText = (text: string) => string;

export function replacement(values: PersonalValues, pseudonym: Pseudonym): ReplaceInText {
  const substitutes: readonly (readonly [readonly string[], string])[] = [
    [values.emails, pseudonym.email],
    [values.names, pseudonym.name],
    [values.phones, ''],
    [values.employeeIds, pseudonym.employeeId],
  ];
  const rules = substitutes.filter(([found]) => found.length > 0).map(([found, by]) => [anyOf(found), by] as const);
  return (text) => {
    // Most texts have none of them.
    let result = text;
    for (const [pattern, by] of rules) result = result.replace(pattern, by);
    return result;
  };
}

/** Any of the values as a word of its own, blanks of any kind between its parts, also as a page or a link writes it. */
function anyOf(values: readonly string[]): RegExp {
  const forms = values.flatMap((value) => [value, escapedForPage(value), encodeURIComponent(value)]);
  const patterns = [...new Set(forms)]
    .sort((one, other) => other.length - one.length)
    .map((value) => value.split(/\s+/).map(escaped).join('\\s+'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

function escapedForPage(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What stands for somebody afterwards; the same whenever it is asked for. */
export function pseudonymOf({ id }: Pick<Person, 'id'>): Pseudonym {
  const number = Number.parseInt(id.slice(-6), 16).toString().padStart(6, '0');
  return { name: `Erased person ${number}`, email: `erased-${id}@erased.invalid`, employeeId: `ERASED-${id}` };
}
