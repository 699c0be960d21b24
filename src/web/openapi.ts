import { z } from 'zod';
import type { Route } from './route.js';

/** The API document, generated from the same table and schemas that serve the requests. OpenAPI 3.1. */
export function openApiDocument(
  table: readonly Route[],
  info: { title: string; version: string; server: string },
): object {
  const items: Record<string, Record<string, unknown>> = {};
  for (const route of table) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    items[path] = { ...items[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: info.title, version: info.version },
    servers: [{ url: info.server }],
    paths: items,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'prowess.sid' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'errors', 'errorId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    errorId: { type: 'string' },
  },
};

function operationOf(route: Route): object {
  const needs = route.permission === 'public' ? [] : [{ session: [] }, { bearer: [] }];
  return {
    summary: route.summary,
    'x-permission': route.unit === undefined ? route.permission : `${route.permission}@${route.unit}`,
    security: needs,
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query'), ...keyOf(route)],
    ...((route.body !== undefined || route.upload !== undefined) && { requestBody: bodyOf(route) }),
    responses: {
      [route.status ?? 200]: {
        description: 'The answer',
        ...(route.output !== undefined && {
          content: { 'application/json': { schema: jsonSchema(route.output, 'output') } },
        }),
      },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The same request sent again under its key gets the first answer. */
function keyOf(route: Route): object[] {
  if (route.idempotent === undefined) return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', minLength: 8, maxLength: 100 },
    },
  ];
}

interface ObjectSchema {
  readonly properties?: Record<string, object>;
  readonly required?: readonly string[];
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as ObjectSchema;
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }));
}

function bodyOf(route: Route): object {
  const fields = route.body === undefined ? { type: 'object', properties: {} } : jsonSchema(route.body, 'input');
  if (route.upload === undefined) {
    return {
      content: { 'application/json': { schema: fields }, 'application/x-www-form-urlencoded': { schema: fields } },
    };
  }
  const files = { type: 'array', maxItems: route.upload.maxFiles, items: { type: 'string', format: 'binary' } };
  const { properties, ...rest } = fields as ObjectSchema;
  return {
    content: {
      'multipart/form-data': { schema: { ...rest, properties: { ...properties, [route.upload.field]: files } } },
    },
  };
}

/** zod's own conversion; dates are written as the text that JSON carries. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: target }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(target, { type: 'string', format: 'date-time' });
    },
  });
}
