import type { Actor } from '../../kernel/actor.js';
import { InvalidInput, RuleBroken, ruleBroken, NotFound } from '../../kernel/errors.js';
import type { ListName, Location, OrganizationLists } from './organization.js';
import {
  assertManagesSettings,
  freshRecord,
  writeChange,
  type ListUse,
  type OrganizationParts,
} from './organization-parts.js';
import { listValueField } from './organization.schema.js';

/** One change of one list. `us` means something for locations only. */
export type ListChange =
  | { readonly action: 'add'; readonly value: string; readonly us?: boolean }
  | { readonly action: 'rename'; readonly value: string; readonly name: string }
  | { readonly action: 'remove'; readonly value: string }
  | { readonly action: 'up' | 'down'; readonly value: string }
  | { readonly action: 'mark'; readonly value: string; readonly us: boolean };

/** What of the change is recorded: removing and renaming are refused for values that somebody has. */
const DONE = {
  add: 'added',
  rename: 'renamed',
  remove: 'removed',
  up: 'moved',
  down: 'moved',
  mark: 'marked',
} as const;

const MAX_VALUES = 100;
const SINGULAR: Readonly<Record<ListName, string>> = {
  grades: 'grade',
  departments: 'department',
  locations: 'location',
  levels: 'level',
};

type Values = readonly (string | Location)[];

function nameOf(value: string | Location): string {
  return typeof value === 'string' ? value : value.name;
}

/** Two values that differ in case only would be taken for one. */
function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function createListChanges(parts: OrganizationParts) {
  async function change(actor: Actor, list: ListName, wanted: ListChange): Promise<OrganizationLists> {
    const { lists } = await freshRecord(parts, actor.organizationId);
    const before: Values = lists[list];
    if (wanted.action === 'remove' || wanted.action === 'rename') await assertUnused(list, wanted.value);
    const after = changed(list, before, wanted);
    if (after === before) return lists;
    const result: OrganizationLists = { ...lists, [list]: after };
    await writeChange(parts, actor, { lists: result });
    await parts.outbox.record(actor, {
      type: 'list.changed',
      subject: { type: 'organization', id: actor.organizationId },
      data: { list, change: DONE[wanted.action], value: wanted.action === 'rename' ? wanted.name : wanted.value },
      before: { [list]: before },
      after: { [list]: after },
    });
    return result;
  }

  async function assertUnused(list: ListName, value: string): Promise<void> {
    const use = await parts.usage(list, value);
    if (use.people > 0) throw inUse(list, value, use);
  }

  /**
   * Where transactions see a snapshot each, somebody can be registered with the value at the very moment it is removed:
   * neither has seen the other. Then the value comes back, since somebody has it.
   */
  async function assertStillUnused(actor: Actor, list: ListName, removed: string, before: Values): Promise<void> {
    const use = await parts.usage(list, removed);
    if (use.people === 0) return;
    const index = before.findIndex((value) => nameOf(value) === removed);
    const value = before[index];
    if (value !== undefined) {
      await parts.storage.run(async () => {
        const { lists } = await freshRecord(parts, actor.organizationId);
        const now: Values = lists[list];
        if (now.some((one) => nameOf(one) === removed)) return;
        const restored = [...now.slice(0, index), value, ...now.slice(index)];
        await writeChange(parts, actor, { lists: { ...lists, [list]: restored } });
        await parts.outbox.record(actor, {
          type: 'list.changed',
          subject: { type: 'organization', id: actor.organizationId },
          data: { list, change: 'restored', value: removed },
          before: { [list]: now },
          after: { [list]: restored },
        });
      });
    }
    throw inUse(list, removed, use);
  }

  return async (actor: Actor, list: ListName, wanted: ListChange): Promise<OrganizationLists> => {
    assertManagesSettings(actor);
    const before: Values = (await freshRecord(parts, actor.organizationId)).lists[list];
    const lists = await parts.storage.run(() => change(actor, list, parsed(list, wanted)));
    if (wanted.action === 'remove' || wanted.action === 'rename') {
      await assertStillUnused(actor, list, wanted.value, before);
    }
    return lists;
  };
}

function inUse(list: ListName, value: string, { people, deactivated }: ListUse): RuleBroken {
  const who = people === 1 ? '1 person has' : `${people} people have`;
  const gone = deactivated === 0 ? '' : ` (${deactivated === people ? 'all' : deactivated} deactivated)`;
  const message = `${who} ${SINGULAR[list]} ${value}${gone}. Give them another one first.`;
  return new RuleBroken('list.value_in_use', message, {
    errors: [{ path: 'value', message }],
    extra: { people, deactivated },
  });
}

/** The text of a new value, checked like any other input. */
function parsed(list: ListName, wanted: ListChange): ListChange {
  if (wanted.action !== 'add' && wanted.action !== 'rename') return wanted;
  const path = wanted.action === 'add' ? 'value' : 'name';
  const reading = listValueField(list).safeParse(wanted.action === 'add' ? wanted.value : wanted.name);
  if (!reading.success) {
    throw new InvalidInput(reading.error.issues.slice(0, 1).map(({ message }) => ({ path, message })));
  }
  return wanted.action === 'add' ? { ...wanted, value: reading.data } : { ...wanted, name: reading.data };
}

function changed(list: ListName, values: Values, wanted: ListChange): Values {
  if (wanted.action === 'add') return added(list, values, wanted);
  const index = values.findIndex((value) => nameOf(value) === wanted.value);
  const current = values[index];
  if (current === undefined) {
    throw new NotFound('list.value_not_found', `The list has no ${SINGULAR[list]} ${wanted.value} any more.`);
  }
  switch (wanted.action) {
    case 'rename': {
      assertNew(
        list,
        values.filter((value) => value !== current),
        wanted.name,
        'name',
      );
      if (wanted.name === wanted.value) return values;
      return values.with(index, typeof current === 'string' ? wanted.name : { ...current, name: wanted.name });
    }
    case 'remove':
      if (values.length === 1) {
        throw ruleBroken('list.last_value', 'value', `This is the only ${SINGULAR[list]}. Add another one first.`);
      }
      return values.toSpliced(index, 1);
    case 'up':
      return index === 0 ? values : moved(values, index, index - 1);
    case 'down':
      return index === values.length - 1 ? values : moved(values, index, index + 1);
    case 'mark':
      return typeof current === 'string' || current.us === wanted.us
        ? values
        : values.with(index, { ...current, us: wanted.us });
  }
}

function added(list: ListName, values: Values, { value, us = false }: Extract<ListChange, { action: 'add' }>): Values {
  assertNew(list, values, value, 'value');
  if (values.length >= MAX_VALUES) {
    throw ruleBroken('list.too_long', 'value', `A list has at most ${MAX_VALUES} values.`);
  }
  return [...values, list === 'locations' ? { name: value, us } : value];
}

function assertNew(list: ListName, values: Values, name: string, path: string): void {
  const twin = values.find((value) => sameName(nameOf(value), name));
  if (twin !== undefined) {
    throw ruleBroken('list.value_exists', path, `There is the ${SINGULAR[list]} ${nameOf(twin)} already.`);
  }
}

function moved(values: Values, from: number, to: number): Values {
  const [value] = values.slice(from, from + 1);
  return value === undefined ? values : values.toSpliced(from, 1).toSpliced(to, 0, value);
}
