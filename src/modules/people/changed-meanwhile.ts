import { Conflict } from '../../kernel/errors.js';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { EditableField, Person } from './person.js';

/** Events of changes that raise the revision. */
const CHANGES: readonly EventType[] = [
  'person.edited',
  'person.grants_changed',
  'person.reassigned',
  'person.deactivated',
  'person.reactivated',
];

/** More changes than these are not told one by one. */
const TOLD = 5;

const WORDS: Readonly<Record<EditableField, string>> = {
  name: 'name',
  email: 'e-mail address',
  phone: 'phone',
  employeeId: 'employee id',
  grade: 'grade',
  department: 'department',
  location: 'location',
  level: 'level',
  managerId: 'manager',
  dpId: 'delivery partner',
  joiningDate: 'joining date',
  exitDate: 'exit date',
  grants: 'grants',
};

/** @throws Conflict `person.changed_meanwhile` when the revision is not the current one, naming who changed what since */
export async function assertNotOutdated(outbox: Outbox, person: Person, revision: number): Promise<void> {
  if (revision === person.revision) return;
  const { items } = await outbox.events.list({ subjectId: person.id, types: CHANGES }, { number: 1, size: 3 * TOLD });
  const changes = changesSince(items, Math.min(person.revision - revision, TOLD));
  const told = changes.map(({ by, fields }) => `${by} changed ${fields.join(', ')}`).join('; ');
  throw new Conflict(
    'person.changed_meanwhile',
    `${told === '' ? `${person.name} was changed` : told} in the meantime. Look at the person again, then save.`,
    { extra: { revision: person.revision, changes } },
  );
}

interface Change {
  readonly by: string;
  readonly at: string;
  readonly fields: readonly string[];
}

/** The newest changes; events of one change were stored at the same time. */
function changesSince(events: readonly AnyStoredEvent[], count: number): Change[] {
  const byTime = new Map<string, Change>();
  for (const event of events) {
    const at = event.at.toISOString();
    const known = byTime.get(`${at} ${event.actor.name}`);
    const fields = [...new Set([...(known?.fields ?? []), ...fieldsOf(event)])];
    byTime.set(`${at} ${event.actor.name}`, { by: event.actor.name, at, fields });
  }
  return [...byTime.values()].slice(0, Math.max(count, 1));
}

function fieldsOf({ type, before, after }: AnyStoredEvent): string[] {
  if (type === 'person.deactivated' || type === 'person.reactivated') return ['status'];
  return Object.keys(after ?? {})
    .filter((field) => before?.[field] !== after?.[field] || type === 'person.grants_changed')
    .map((field) => (Object.hasOwn(WORDS, field) ? WORDS[field as EditableField] : field));
}
