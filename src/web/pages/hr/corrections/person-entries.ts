import { z } from 'zod';
import { optionalField, pageFields, periodField } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { ENTRY_KINDS } from '../../../../modules/ledger/index.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { personEntriesShape } from '../../../shapes/entry.js';
import { pagerOf } from '../../../views/index.js';

const query = z.object({
  period: optionalField(periodField()),
  category: optionalField(z.string().max(60)),
  kind: optionalField(z.enum(ENTRY_KINDS, { error: 'A kind of entry.' })),
  ...pageFields,
});

/** A person's ledger as HR corrects it: every entry with what it is worth now. */
export const personEntriesRoute: Route = route({
  method: 'GET',
  path: paths.hr.personEntries(),
  permission: 'points:correct',
  unit: 'hr',
  summary: 'A person’s entries with their corrections and what each is worth now.',
  params: z.object({ id: z.string().refine(isId) }),
  query,
  output: personEntriesShape,
  handler: async ({ params, query: { period, category, kind, page, size }, services: { people, ledger, catalog } }) => {
    const person = await people.byId(params.id);
    const found = await ledger.history(
      {
        personIds: [person.id],
        ...(period !== undefined && { period }),
        ...(category !== undefined && { categoryCode: category }),
        ...(kind !== undefined && { kind }),
      },
      { number: page, size },
    );
    const worths = await ledger.worths(found.items.map(({ id }) => id));
    const names = new Map((await catalog.list()).map(({ code, name }) => [code, name]));
    return {
      person,
      ...found,
      items: found.items.map((entry) => ({
        ...entry,
        categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
        worth: worths.get(entry.id)?.worth ?? null,
        reversed: worths.get(entry.id)?.reversed ?? false,
      })),
    };
  },
  page: async (data, { actor, query: { page: _page, size: _size, ...filter }, services }) => {
    const address = (changes: Record<string, string | number | undefined>) =>
      withQuery(paths.hr.personEntries(data.person.id), { ...filter, ...changes });
    return {
      view: 'hr/entries/list',
      title: `Entries of ${data.person.name}`,
      breadcrumbs: [
        { label: 'People', href: paths.hr.employees },
        { label: data.person.name, href: paths.hr.person(data.person.id) },
      ],
      model: {
        data,
        filter,
        own: data.person.id === actor.personId,
        periods: await periodChoices(services),
        categories: (await services.catalog.list()).map(({ code, name }) => ({ value: code, label: name })),
        kinds: ENTRY_KINDS,
        address: address({}),
        without: Object.fromEntries(Object.keys(filter).map((name) => [name, address({ [name]: undefined })])),
        pager: pagerOf(data.page, (page) => address({ page })),
      },
    };
  },
});
