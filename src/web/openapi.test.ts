import { describe, expect, it } from 'vitest';
import { routeTable } from './route-table.js';
import { openApiDocument } from './openapi.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

interface Operation {
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly securitySchemes: Record<string, { type: string }>;
  };
}

// Which routes there are does not depend on what the services do.
const table = routeTable({ config: { mode: 'test', publicUrl: 'http://localhost' }, mailbox: {} } as never);
const document = openApiDocument(table, {
  title: 'Prowess Points',
  version: '1',
  server: 'https://points.example.org',
}) as Document;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
);

describe('the API document', () => {
  it('is OpenAPI 3.1 and survives being sent as JSON', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Prowess Points', version: '1' },
      servers: [{ url: 'https://points.example.org' }],
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has every route, and nothing else', () => {
    const expected = table.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(({ name }) => name).sort()).toEqual(expected.sort());
  });

  it.each(operations.map(({ name, ...rest }) => [name, rest] as const))(
    '%s is described in full',
    (_name, { path, method, operation }) => {
      expect(operation.summary).toMatch(/^[A-Z].*\.$/);
      const statuses = Object.keys(operation.responses);
      expect(statuses).toContain('default');
      expect(statuses.filter((status) => /^2\d\d$/.test(status))).toHaveLength(1);
      for (const response of Object.values(operation.responses)) expect(response.description).not.toBe('');

      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(inPath);
      expect(described.every(({ required }) => required)).toBe(true);
      for (const parameter of operation.parameters) expect(typeof parameter.schema).toBe('object');
      if (method === 'get') expect(operation.requestBody).toBeUndefined();
      for (const need of operation.security) {
        for (const scheme of Object.keys(need))
          expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    },
  );

  it('points nowhere that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(new Set(references)).toEqual(new Set(['#/components/schemas/Problem']));
    expect(document.components.schemas['Problem']).toBeDefined();
  });

  it('says what a request to raise takes: nothing that the server decides', () => {
    const body = document.paths['/employee/raise-request']?.['post']?.requestBody?.content['multipart/form-data']
      ?.schema as {
      properties: Record<string, unknown>;
      required: string[];
      additionalProperties: boolean;
    };
    expect(body.required).toEqual(expect.arrayContaining(['categoryCode', 'eventDate', 'notes']));
    expect(body.additionalProperties).toBe(false);
    for (const name of ['points', 'status', 'personId', 'grade']) expect(body.properties).not.toHaveProperty(name);
  });

  it('says who may call: a session or a token, or anybody', () => {
    expect(document.paths['/auth/login']?.['post']?.security).toEqual([]);
    expect(document.paths['/pm/requests']?.['get']?.security).toEqual([{ session: [] }, { bearer: [] }]);
  });
});
