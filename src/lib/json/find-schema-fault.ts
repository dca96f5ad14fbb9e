/** The part of JSON Schema 2020-12 that our published schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
}

/**
 * The first thing in a value that its schema does not allow, with its place: `/reports/0/startedAt is not a time`. `undefined` where there is none. Members
 * that the schema does not know are let be: a later version of the same schema may add some. Linear in the value.
 */
export function findSchemaFault(root: JsonSchema, value: unknown): string | undefined {
  return faultOf(root, value, root);
}

function faultOf(root: JsonSchema, value: unknown, schema: JsonSchema): string | undefined {
  if (schema.$ref !== undefined) return faultOf(root, value, resolve(root, schema.$ref));
  if (schema.oneOf !== undefined) return faultOfChoices(root, value, schema.oneOf);
  return faultOfScalar(value, schema) ?? faultOfMembers(root, value, schema) ?? faultOfItems(root, value, schema);
}

function resolve(root: JsonSchema, reference: string): JsonSchema {
  const found = root.$defs?.[reference.slice('#/$defs/'.length)];
  if (found === undefined) throw new Error(`schema has no ${reference}`);
  return found;
}

/** With several choices the fault of one would mislead, unless the value says by its `kind` which is meant. */
function faultOfChoices(root: JsonSchema, value: unknown, choices: readonly JsonSchema[]): string | undefined {
  const faults: string[] = [];
  for (const choice of choices) {
    const fault = faultOf(root, value, choice);
    if (fault === undefined) return undefined;
    faults.push(fault);
  }
  return faults.find((fault) => !fault.startsWith('/kind ')) ?? ' is none of what is allowed';
}

function faultOfScalar(value: unknown, schema: JsonSchema): string | undefined {
  if (schema.type !== undefined && !isOfType(value, schema.type)) return ` is not of type ${schema.type}`;
  if ('const' in schema && value !== schema.const) return ` is not ${JSON.stringify(schema.const)}`;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return ' is none of the values that are allowed';
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) return ' has another form';
    if (schema.format === 'date-time' && Number.isNaN(Date.parse(value))) return ' is not a time';
  }
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) return ' is out of range';
  return undefined;
}

/** Of a schema of ours, never of a document. */
const patterns = new Map<string, RegExp>();

function patternOf(text: string): RegExp {
  const pattern = patterns.get(text) ?? new RegExp(text, 'u');
  patterns.set(text, pattern);
  return pattern;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

function faultOfMembers(root: JsonSchema, value: unknown, schema: JsonSchema): string | undefined {
  if (!isObject(value)) return undefined;
  for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) return ` has no ${key}`;
  const others = schema.additionalProperties === false ? undefined : schema.additionalProperties;
  for (const key of Object.keys(value)) {
    const member = schema.properties !== undefined && Object.hasOwn(schema.properties, key) ? schema.properties[key] : others;
    const fault = member === undefined ? undefined : faultOf(root, value[key], member);
    if (fault !== undefined) return `/${key}${fault}`;
  }
  return undefined;
}

function faultOfItems(root: JsonSchema, value: unknown, { items }: JsonSchema): string | undefined {
  if (!Array.isArray(value) || items === undefined) return undefined;
  for (let at = 0; at < value.length; at++) {
    const fault = faultOf(root, value[at], items);
    if (fault !== undefined) return `/${at}${fault}`;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
