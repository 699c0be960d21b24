import { z } from 'zod';
import { openApiDocument } from '../openapi.js';
import { paths } from '../paths.js';
import { publicRoute, type Route } from '../route.js';

/** The API document as JSON and as a page to read. Both describe the table they are given. */
export function apiDocumentRoutes(table: readonly Route[], server: string): readonly Route[] {
  // Made when somebody asks for it, which few do; it takes longer than anything else of a start.
  let made: object | undefined;
  const document = () => (made ??= openApiDocument(table, { title: 'Prowess Points', version: '0.1.0', server }));
  return [
    publicRoute({
      method: 'GET',
      path: paths.operations.openapi,
      summary: 'This document.',
      output: z.looseObject({}),
      handler: () => Promise.resolve(document()),
    }),
    publicRoute({
      method: 'GET',
      path: paths.operations.docs,
      summary: 'The routes as a page to read.',
      output: z.object({ routes: z.int() }),
      handler: () => Promise.resolve({ routes: table.length }),
      page: () => ({
        view: 'docs/routes',
        title: 'API',
        layout: 'plain',
        model: {
          routes: table.map((route) => ({
            method: route.method,
            path: route.path,
            summary: route.summary,
            permission: route.unit === undefined ? route.permission : `${route.permission} in ${route.unit}`,
          })),
        },
      }),
    }),
  ];
}
