import { z } from 'zod';
import { paths } from '../paths.js';
import { publicRoute, type Route } from '../route.js';
import type { Services } from '../services.js';
import { catalogueModel } from '../views/catalogue.js';

/** Every component in all its states, for whoever builds pages. Not part of the table in production. */
export function componentsRoute({ config }: Pick<Services, 'config'>): readonly Route[] {
  if (config.mode === 'production') return [];
  return [
    publicRoute({
      method: 'GET',
      path: paths.dev.components,
      summary: 'The components of the pages in all their states.',
      output: z.object({}),
      handler: () => Promise.resolve({}),
      page: () => ({ view: 'dev/components', title: 'Components', layout: 'plain', model: catalogueModel() }),
    }),
  ];
}
