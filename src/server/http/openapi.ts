import { z } from 'zod';
import { type Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 description of these routes, from the same schemas that check their requests. The same routes give the same document. */
export function describeApi(routes: readonly Route[]): Json {
  const schemas = new Map<string, Json>();
  const paths = new Map<string, Record<string, Json>>();
  for (const route of routes.filter(({ path, peer }) => peer === undefined && /^\/(?:api|hooks)\//.test(path))) {
    const operations = paths.get(route.path) ?? {};
    paths.set(route.path, operations);
    operations[route.method.toLowerCase()] = describeRoute(route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pratique',
      version: '1',
      description:
        'Scans of container images. Lists are pages: `next` is the `cursor` of the next. Errors are RFC 9457 problems that name field and rule.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'pratique_session',
          description: 'With `x-pratique-form` on requests that change something',
        },
      },
      schemas: { Problem: problemSchema, ...Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
    },
  };
}

function describeRoute(route: Route, schemas: Map<string, Json>): Json {
  const { access, summary, tag, params, query, body, status = 200, answer } = route;
  const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => describeSchema(schema, io, schemas);
  return {
    operationId: operationId(route),
    summary,
    tags: [tag],
    'x-access': access,
    ...(access === 'public' || access === 'own' ? { security: [] } : {}),
    parameters: [...describeParameters(params, 'path', toSchema), ...describeParameters(query, 'query', toSchema)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: toSchema(body, 'input') } } } }),
    responses: {
      [String(status)]: {
        description: 'Done',
        ...(answer === undefined ? {} : { content: { 'application/json': { schema: toSchema(answer, 'output') } } }),
      },
      default: {
        description: 'Refused, or failed',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** `getImagesDigestFindings`: the same for the same route, in every version. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/api\/v1/, '')
    .split(/\W+/)
    .filter((word) => word !== '');
  return `${method.toLowerCase()}${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}`;
}

function describeParameters(
  object: z.ZodObject | undefined,
  place: string,
  toSchema: (schema: z.ZodType, io: 'output') => Json,
): readonly Json[] {
  if (object === undefined) return [];
  const whole = toSchema(object, 'output') as { readonly properties?: Readonly<Record<string, Json>> };
  return Object.entries(object.shape as Readonly<Record<string, z.ZodType>>).map(([name, schema]) => {
    const { description, ...rest } = whole.properties?.[name] ?? {};
    const isList = rest['type'] === 'array';
    return {
      name,
      in: place,
      required: place === 'path' || !schema.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      ...(isList ? { style: 'form', explode: false } : {}),
      schema: rest,
    };
  });
}

/** A schema with the named ones that it uses put among the document's. */
function describeSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Map<string, Json>): Json {
  const {
    $schema: _,
    $defs = {},
    ...made
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { readonly $defs?: Readonly<Record<string, Json>> };
  for (const [name, definition] of Object.entries($defs)) schemas.set(name, withoutIds(definition));
  const id = made['id'];
  const own = withoutIds(made);
  if (typeof id !== 'string') return own;
  schemas.set(id, own);
  return { $ref: `#/components/schemas/${id}` };
}

function withoutIds(schema: Json): Json {
  const text = JSON.stringify(schema, (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'rule'],
        properties: { field: { type: 'string' }, rule: { type: 'string' } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
