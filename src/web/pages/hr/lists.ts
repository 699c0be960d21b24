import { z } from 'zod';
import { InvalidInput, ruleBroken } from '../../../kernel/errors.js';
import { checkboxField, lineField, optionalField } from '../../../kernel/fields.js';
import {
  LIST_NAMES,
  type ListChange,
  type ListName,
  type ListUse,
  type OrganizationLists,
} from '../../../modules/organizations/index.js';
import { paths } from '../../paths.js';
import { route, type Flash, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { listsShape } from '../../shapes/organization.js';
import type { WorkspacePage } from '../../workspaces/workspace.js';

const permission = 'settings:manage';
const ACTIONS = ['add', 'rename', 'remove', 'up', 'down', 'mark'] as const;

const changeInput = z.strictObject({
  list: z.enum(LIST_NAMES, { error: 'One of the lists.' }),
  action: z.enum(ACTIONS, { error: 'What to do with it.' }),
  /** The new value, or the one that changes. */
  value: lineField(60, 'Give a value.'),
  /** What it is called from now on. */
  name: optionalField(lineField(60)),
  /** Of locations: figures are compared between US and the rest. */
  us: checkboxField(),
});

type ChangeInput = z.output<typeof changeInput>;

export interface ListedValue extends ListUse {
  readonly name: string;
  readonly us?: boolean;
}

export type ListedValues = Readonly<Record<ListName, readonly ListedValue[]>>;

export const listPages: readonly WorkspacePage[] = [
  { label: 'Lists', group: 'Organization', href: paths.hr.lists, permission },
];

const NOBODY: ListUse = { people: 0, deactivated: 0 };

/** The lists with how many people have each value. */
async function listedValues(lists: OrganizationLists, { people }: Pick<Services, 'people'>): Promise<ListedValues> {
  const uses = await people.listUses();
  const entries = LIST_NAMES.map((list): [ListName, ListedValue[]] => [
    list,
    lists[list].map((value) => {
      const named = typeof value === 'string' ? { name: value } : value;
      return { ...named, ...(uses[list].get(named.name) ?? NOBODY) };
    }),
  ]);
  return Object.fromEntries(entries) as Record<ListName, ListedValue[]>;
}

function changeOf({ action, value, name, us }: ChangeInput): ListChange {
  switch (action) {
    case 'add':
    case 'mark':
      return { action, value, us };
    case 'rename':
      if (name === undefined) throw new InvalidInput([{ path: 'name', message: 'Give the new name.' }]);
      return { action, value, name };
    case 'remove':
    case 'up':
    case 'down':
      return { action, value };
  }
}

const SAID: Readonly<Record<ChangeInput['action'], string>> = {
  add: 'is in the list now.',
  rename: 'has its new name.',
  remove: 'is removed.',
  up: 'moved up.',
  down: 'moved down.',
  mark: 'is marked differently now.',
};

function flashOf({ action, value }: ChangeInput): Flash {
  return { kind: 'success', text: `${value} ${SAID[action]}` };
}

async function listsPage(services: Services, refusal?: Refusal): Promise<PageAnswer> {
  const { lists } = await services.organizations.fresh();
  const { list, action, value, name, us } = refusal?.values ?? {};
  return {
    view: 'hr/lists',
    title: 'Lists',
    model: {
      names: LIST_NAMES,
      lists: await listedValues(lists, services),
      refused: refusal === undefined ? null : { list, action, value, name, us },
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** Grades, departments, locations and levels: what people can be registered with. */
export const listRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.lists,
    permission,
    unit: 'hr',
    summary: 'Grades, departments, locations and levels, with how many people have each value.',
    output: listsShape,
    handler: async ({ services }) => ({
      lists: await listedValues((await services.organizations.fresh()).lists, services),
    }),
    page: (_data, { services }) => listsPage(services),
  }),
  route({
    method: 'POST',
    path: paths.hr.lists,
    permission,
    unit: 'hr',
    summary:
      'Adds, renames, removes, moves or marks a value of a list. One that somebody has is neither removed nor renamed.',
    body: changeInput,
    output: listsShape,
    handler: async ({ actor, body, services }) => {
      if (body.us && body.list !== 'locations') {
        throw ruleBroken('list.mark_not_allowed', 'us', 'Only locations are marked as US.');
      }
      const lists = await services.organizations.changeList(actor, body.list, changeOf(body));
      return { lists: await listedValues(lists, services) };
    },
    redirect: (_data, { body }) => ({ to: `${paths.hr.lists}#${body.list}`, flash: flashOf(body) }),
    refused: (refusal, { services }) => listsPage(services, refusal),
  }),
];
