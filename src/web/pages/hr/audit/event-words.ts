import type { AnyStoredEvent } from '../../../../kernel/events.js';
import { isId } from '../../../../kernel/ids.js';
import { isPeriodKey, periodLabel } from '../../../../kernel/period.js';
import type { Translate } from '../../../text/index.js';
import { areas } from '../../../text/en/index.js';

/** Names of people by id, as far as they are known. */
export type Names = ReadonlyMap<string, string>;

/** Members that no event should have; shown as hidden if one ever does. */
const SECRET =
  /^(password|passphrase|secret|hash|token|accessToken|refreshToken|cookie|pepper|otp)$|(Password|Hash|Secret)$/;
/** Longer values stand in the details only. */
const MAX_IN_SENTENCE = 60;

/** Words for members of events that would not be understood as they are called. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  managerId: 'manager',
  manager: 'manager',
  dpId: 'delivery partner',
  dp: 'delivery partner',
  zone: 'time zone',
  access: 'passwords and sessions',
  features: 'what is switched on',
  us: 'US',
  basisPoints: 'utilization in hundredths of a per cent',
};

/** `raiseWindowDays` -> "raise window days" */
export function fieldWord(name: string): string {
  return (
    FIELD_WORDS[name] ??
    name
      .replace(/Id$/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' ')
      .toLowerCase()
  );
}

/** What an entry is, as a sentence goes on with it. */
const ENTRY_KINDS = {
  earn: 'earned',
  award: 'award',
  bonus: 'bonus',
  adjustment: 'correction',
  reversal: 'taken back',
} as const;

/** Every text of an event that is the id of a record, to look names up. */
export function idsIn(event: AnyStoredEvent): string[] {
  const found = new Set<string>([event.subject.id]);
  const walk = (value: unknown): void => {
    if (isId(value)) found.add(value);
    else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      Object.values(value).forEach(walk);
  };
  walk([event.data, event.before, event.after]);
  return [...found].filter(isId);
}

/** A value as a table cell or sentence shows it; empty for what is not there. */
export function valueText(value: unknown, names: Names, key = ''): string {
  if (SECRET.test(key)) return SECRET_SHOWN;
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => itemText(one, names)).join(', ');
  return Object.entries(value)
    .map(([name, inner]) => [fieldWord(name), valueText(inner, names, name)])
    .filter(([, text]) => text !== '')
    .map(([word, text]) => `${word}: ${text}`)
    .join('; ');
}

/** One of several: its values without their names, "2026-01-26 Republic Day". */
function itemText(item: unknown, names: Names): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return valueText(item, names);
  return Object.entries(item)
    .map(([name, value]) =>
      value === true ? `(${fieldWord(name)})` : value === false ? '' : valueText(value, names, name),
    )
    .filter((text) => text !== '')
    .join(' ');
}

export const SECRET_SHOWN = areas.audit['audit.hidden'];

const known: Readonly<Record<string, string>> = areas.audit;

/** What happened in one sentence. A type that has no words yet is named as it is. */
export function eventSentence(event: AnyStoredEvent, names: Names, t: Translate): string {
  const key = `audit.event.${event.type}`;
  const words = paramsOf(event, names);
  const sentence = Object.hasOwn(known, key) ? t(key, words) : t('audit.unknown', { ...words, type: event.type });
  return sentence + changeText(event, names);
}

/** The data of an event as placeholders: as they are, and people's names for their ids. What is not there is a dash. */
function paramsOf(event: AnyStoredEvent, names: Names): Readonly<Record<string, string | number>> {
  // Counted words take nothing but a number.
  const params: Record<string, string | number> = { requests: 0, count: 0, recipients: 0, differences: 0 };
  for (const [name, value] of Object.entries(event.data)) {
    if (name === 'fields' && Array.isArray(value))
      params['fields'] = value.map((one) => fieldWord(String(one))).join(', ');
    else if (name === 'requestIds' && Array.isArray(value)) params['requests'] = value.length;
    else if (name === 'period' && typeof value === 'string' && isPeriodKey(value)) params[name] = periodLabel(value);
    else if (typeof value === 'number') params[name] = value;
    else if (name.endsWith('Id')) params[name.slice(0, -2)] = valueText(value, names);
    else params[name] = valueText(value, names, name);
  }
  if (event.type === 'points.credited') {
    params['entryKind'] = ENTRY_KINDS[event.data.kind];
    params['period'] = isPeriodKey(event.data.quarter) ? periodLabel(event.data.quarter) : event.data.quarter;
    params['categoryCode'] = fieldWord(String(params['categoryCode'] ?? '–'));
  }
  params['who'] = actorName(event);
  params['subject'] = subjectName(event, names);
  return new Proxy(params, { get: (target, name) => target[String(name)] ?? '–' });
}

/** Who acted, as a sentence begins with it. */
export function actorName({ actor: { kind, name } }: AnyStoredEvent): string {
  return kind === 'person' || name.startsWith('operator') ? name : `The system (${name})`;
}

/** What the record is called that something happened to. */
export function subjectName({ subject, data, before, after }: AnyStoredEvent, names: Names): string {
  const person = names.get(subject.id);
  if (person !== undefined) return person;
  for (const source of [data, after, before] as (Readonly<Record<string, unknown>> | undefined)[]) {
    for (const member of ['categoryName', 'name', 'code']) {
      const value = source?.[member];
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return subject.type;
}

/** Where one or two short values changed, the sentence says them: ": C1 → C2". */
function changeText({ data, before, after }: AnyStoredEvent, names: Names): string {
  if (!('fields' in data) || before === undefined || after === undefined) return '';
  const fields = Object.keys(after);
  if (fields.length > 2) return '';
  const changes = fields.map((field) => {
    const [was, is] = [valueText(before[field], names, field) || '–', valueText(after[field], names, field) || '–'];
    return { text: `${was} → ${is}`, short: was.length <= MAX_IN_SENTENCE && is.length <= MAX_IN_SENTENCE };
  });
  return changes.every(({ short }) => short) && changes.length > 0
    ? `: ${changes.map(({ text }) => text).join(', ')}`
    : '';
}

export interface FieldRow {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Before and after, member by member; members that are the same on both sides are left out. */
export function changeRows({ before = {}, after = {} }: AnyStoredEvent, names: Names): FieldRow[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const row = {
      field: fieldWord(name),
      before: valueText(before[name], names, name),
      after: valueText(after[name], names, name),
    };
    return row.before === row.after && row.before !== SECRET_SHOWN ? [] : [row];
  });
}

/** The data of an event, member by member, for the details. */
export function dataRows(event: AnyStoredEvent, names: Names): { readonly field: string; readonly value: string }[] {
  return Object.entries(event.data)
    .filter(([name]) => name !== 'fields')
    .map(([name, value]) => ({ field: fieldWord(name), value: valueText(value, names, name) }))
    .filter(({ value }) => value !== '');
}

/** Before or after as programs get it: members that must stay secret are masked, at any depth. */
export function withoutSecrets(values: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | null {
  return values === undefined ? null : (masked(values) as Record<string, unknown>);
}

function masked(value: unknown, key = ''): unknown {
  if (SECRET.test(key)) return SECRET_SHOWN;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((one) => masked(one));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, name)]));
}
