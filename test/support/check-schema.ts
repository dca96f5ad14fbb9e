/** The part of JSON Schema 2020-12 that our published schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly title?: string;
  readonly $schema?: string;
  readonly $id?: string;
}

const knownKeywords = new Set<string>(
  '$ref $defs type const enum properties required additionalProperties items oneOf pattern format minimum maximum description title $schema $id'.split(
    ' ',
  ),
);

/** What is wrong with `value`, a line each with its JSON pointer; empty when the schema allows it. A keyword that is not checked here throws. */
export function checkSchema(root: Schema, value: unknown, schema: Schema = root, at = ''): readonly string[] {
  const unknown = Object.keys(schema).filter((key) => !knownKeywords.has(key));
  if (unknown.length > 0) throw new Error(`schema keyword not checked: ${unknown.join(', ')}`);
  if (schema.$ref !== undefined) return checkSchema(root, value, resolveRef(root, schema.$ref), at);
  if (schema.oneOf !== undefined) return checkOneOf(root, value, schema.oneOf, at);
  return [...checkValue(value, schema, at), ...checkObject(root, value, schema, at), ...checkItems(root, value, schema, at)];
}

function resolveRef(root: Schema, ref: string): Schema {
  const schema = ref.startsWith('#/$defs/') ? root.$defs?.[ref.slice('#/$defs/'.length)] : undefined;
  if (schema === undefined) throw new Error(`no ${ref}`);
  return schema;
}

function checkOneOf(root: Schema, value: unknown, choices: readonly Schema[], at: string): readonly string[] {
  const answers = choices.map((choice) => checkSchema(root, value, choice, at));
  const fitting = answers.filter((errors) => errors.length === 0).length;
  return fitting === 1 ? [] : [`${at}: fits ${fitting} of ${choices.length} choices`, ...answers.flat()];
}

function checkValue(value: unknown, schema: Schema, at: string): readonly string[] {
  const errors: string[] = [];
  if (schema.type !== undefined && !isOfType(value, schema.type)) errors.push(`${at}: is not ${schema.type}`);
  if ('const' in schema && value !== schema.const) errors.push(`${at}: is not ${JSON.stringify(schema.const)}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) errors.push(`${at}: ${JSON.stringify(value)} is not one of the values`);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    errors.push(`${at}: does not match`);
  if (typeof value === 'string' && schema.format === 'date-time' && Number.isNaN(Date.parse(value))) errors.push(`${at}: is no date`);
  if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) errors.push(`${at}: is too small`);
  if (typeof value === 'number' && schema.maximum !== undefined && value > schema.maximum) errors.push(`${at}: is too large`);
  return errors;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

function checkObject(root: Schema, value: unknown, schema: Schema, at: string): readonly string[] {
  if (!isObject(value)) return [];
  const missing = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${at}: has no ${key}`);
  const members = Object.entries(value).flatMap(([key, member]) => {
    const own = schema.properties?.[key];
    if (own !== undefined) return checkSchema(root, member, own, `${at}/${key}`);
    if (schema.additionalProperties === false) return [`${at}: may not have ${key}`];
    return schema.additionalProperties === undefined ? [] : checkSchema(root, member, schema.additionalProperties, `${at}/${key}`);
  });
  return [...missing, ...members];
}

function checkItems(root: Schema, value: unknown, schema: Schema, at: string): readonly string[] {
  if (!Array.isArray(value) || schema.items === undefined) return [];
  const { items } = schema;
  return value.flatMap((item, index) => checkSchema(root, item, items, `${at}/${index}`));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every schema inside a schema, with its pointer. */
export function* subschemas(schema: Schema, at = ''): Iterable<readonly [string, Schema]> {
  yield [at, schema];
  for (const [key, each] of Object.entries(schema.$defs ?? {})) yield* subschemas(each, `${at}/$defs/${key}`);
  for (const [key, each] of Object.entries(schema.properties ?? {})) yield* subschemas(each, `${at}/properties/${key}`);
  for (const [index, each] of (schema.oneOf ?? []).entries()) yield* subschemas(each, `${at}/oneOf/${index}`);
  if (schema.items !== undefined) yield* subschemas(schema.items, `${at}/items`);
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false)
    yield* subschemas(schema.additionalProperties, `${at}/additionalProperties`);
}
