import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { UNITS } from '../../../../kernel/units.js';
import { CATEGORY_KINDS, UNUSED, type Category } from '../../../../modules/catalog/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { categoryListShape } from '../../../shapes/category.js';
import { pagerOf } from '../../../views/index.js';

const query = z.object({
  q: optionalField(searchField()),
  unit: optionalField(z.enum(UNITS, { error: 'A unit.' })),
  status: optionalField(z.enum(['active', 'inactive'], { error: 'active or inactive' })),
  kind: optionalField(z.enum(CATEGORY_KINDS, { error: 'A kind of category.' })),
  ...pageFields,
});

function matches(category: Category, words: string | undefined): boolean {
  const text = `${category.code} ${category.name} ${category.description}`.toLowerCase();
  return (words ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Every category by unit, with how often it was used. */
export const categoryListRoute: Route = route({
  method: 'GET',
  path: paths.hr.categories,
  permission: 'categories:manage',
  unit: 'hr',
  summary: 'Categories by unit: value, kinds, status, how often they were used.',
  query,
  output: categoryListShape,
  handler: async ({ query: { q, unit, status, kind, page, size }, services }) => {
    const found = await services.catalog.list({
      ...(unit !== undefined && { unit }),
      ...(status !== undefined && { status }),
      ...(kind !== undefined && { kind }),
    });
    const matching = found.filter((category) => matches(category, q));
    const shown = matching.slice((page - 1) * size, page * size);
    const usage = await services.catalog.usage(shown.map(({ code }) => code));
    return {
      items: shown.map((category) => ({ ...category, usage: usage.get(category.code) ?? UNUSED })),
      page: { number: page, size, total: matching.length },
    };
  },
  page: (list, { query: { page: _page, size: _size, ...filter } }) => {
    const address = (changes: Record<string, string | number | undefined>) =>
      withQuery(paths.hr.categories, { ...filter, ...changes });
    return {
      view: 'hr/categories/list',
      title: 'Categories',
      model: {
        list,
        filter,
        units: UNITS,
        kinds: CATEGORY_KINDS,
        without: Object.fromEntries(Object.keys(filter).map((name) => [name, address({ [name]: undefined })])),
        pager: pagerOf(list.page, (page) => address({ page })),
      },
    };
  },
});
