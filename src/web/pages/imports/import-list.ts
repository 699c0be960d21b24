import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { pageFields } from '../../../kernel/fields.js';
import type { Permission } from '../../../kernel/permissions.js';
import type { Unit } from '../../../kernel/units.js';
import type { ImportFilter, ImportKind } from '../../../modules/imports/index.js';
import { withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { importListShape } from '../../shapes/import.js';
import { pagerOf } from '../../views/pager.js';

/** A list of imports, and what can be uploaded from it. */
export interface ImportListOptions {
  readonly path: string;
  readonly title: string;
  readonly permission: Exclude<Permission, 'public'>;
  readonly unit: Unit;
  readonly summary: string;
  /** Which imports are meant, besides that nobody sees others' than may be. */
  readonly filter: (actor: PersonActor) => ImportFilter;
  /** Where files are uploaded, by kind. */
  readonly uploads: (actor: PersonActor) => readonly { readonly kind: ImportKind; readonly href: string }[];
  /** Where saved mappings of columns are, for who works with them. */
  readonly mappings?: (actor: PersonActor) => string | undefined;
}

export function importListRoute(options: ImportListOptions): Route {
  const { path, permission, unit, summary } = options;
  return route({
    method: 'GET',
    ...{ path, permission, unit, summary },
    query: z.object(pageFields),
    output: importListShape,
    handler: ({ actor, query, services }) =>
      services.imports.list(actor, { number: query.page, size: query.size }, options.filter(actor)),
    page: (list, { actor, query }) => ({
      view: 'imports/list',
      title: options.title,
      model: {
        title: options.title,
        list,
        path,
        uploads: options.uploads(actor),
        mappings: options.mappings?.(actor) ?? null,
        pager: pagerOf(list.page, (page) => withQuery(path, { ...query, page })),
      },
    }),
  });
}
