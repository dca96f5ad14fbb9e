import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { isLicenseId } from '../../lib/spdx/license-ids.ts';

/** What a document's specification forbids: where, and why. */
export interface SbomFault {
  /** `components[3].type` */
  readonly place: string;
  readonly reason: string;
}

/** What a rule looks at: an object, and the minor version of CycloneDX that the document claims. */
type Rule = (object: JsonObject, minor: number) => string | undefined;

/**
 * The first fault in a CycloneDX document, and how many there are: what its schemas ask of the parts that every producer writes (types, names, hashes,
 * licenses, references, properties). A document with faults is read all the same, with an issue.
 */
export function findCycloneDxFaults(bom: JsonObject, minor: number): { readonly first?: SbomFault; readonly count: number } {
  let first: SbomFault | undefined;
  let count = 0;
  const report = (place: string, reason: string): void => {
    first ??= { place, reason };
    count += 1;
  };
  const pending: Visit[] = [{ value: bom, key: 'bom', place: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, key, place } = next;
    if (Array.isArray(value)) {
      const reason = listRules.get(key)?.(value, minor);
      if (reason !== undefined) report(place, reason);
      for (let at = value.length - 1; at >= 0; at--) pending.push({ value: value[at], key, place: `${place}[${at}]` });
    } else if (isJsonObject(value)) {
      const reason = rules.get(key)?.(value, minor);
      if (reason !== undefined) report(place || 'the document', reason);
      for (const [name, member] of Object.entries(value).reverse())
        if (typeof member === 'object' && member !== null)
          pending.push({ value: member, key: name, place: place === '' ? name : `${place}.${name}` });
    }
  }
  return first === undefined ? { count } : { first, count };
}

interface Visit {
  readonly value: unknown;
  /** Name of the member that it is, or that its list is. */
  readonly key: string;
  readonly place: string;
}

/** Component types by the minor version that they came with. */
const componentTypes: ReadonlyMap<string, number> = new Map([
  ['application', 0],
  ['framework', 0],
  ['library', 0],
  ['operating-system', 0],
  ['device', 0],
  ['file', 1],
  ['container', 2],
  ['firmware', 2],
  ['platform', 5],
  ['device-driver', 5],
  ['machine-learning-model', 5],
  ['data', 5],
  ['cryptographic-asset', 6],
]);

const component: Rule = (object, minor) => {
  const type = field(object, 'type');
  if (typeof type !== 'string' || minor < (componentTypes.get(type) ?? Infinity)) return `type is ${show(type)}`;
  if (!isText(field(object, 'name'))) return 'name is missing';
  if (field(object, 'bom-ref') === '') return 'bom-ref is empty';
  const scope = field(object, 'scope');
  if (scope !== undefined && !scopes.has(scope)) return `scope is ${show(scope)}`;
  if (field(object, 'versionRange') === undefined) return undefined;
  if (field(object, 'version') !== undefined) return 'it has a version and a versionRange';
  return isTrue(field(object, 'isExternal')) ? undefined : 'versionRange is for external components only';
};

const scopes: ReadonlySet<unknown> = new Set(['required', 'optional', 'excluded']);

/** Names of the algorithms, and how many hexadecimal digits their values have. */
const hashDigits: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-256', 64],
  ['SHA-384', 96],
  ['SHA-512', 128],
  ['SHA3-256', 64],
  ['SHA3-384', 96],
  ['SHA3-512', 128],
  ['BLAKE2b-256', 64],
  ['BLAKE2b-384', 96],
  ['BLAKE2b-512', 128],
  ['BLAKE3', 64],
  ['Streebog-256', 64],
  ['Streebog-512', 128],
]);
const digitCounts: ReadonlySet<number> = new Set(hashDigits.values());

const hash: Rule = (object) => {
  const algorithm = field(object, 'alg');
  if (typeof algorithm !== 'string' || !hashDigits.has(algorithm)) return `alg is ${show(algorithm)}`;
  const content = field(object, 'content');
  const isHash = typeof content === 'string' && /^[0-9a-fA-F]+$/.test(content) && digitCounts.has(content.length);
  return isHash ? undefined : `content is ${show(content)}`;
};

/** A choice: one license, or one expression. */
const licenseChoice: Rule = (object) => {
  const [license, expression] = [field(object, 'license'), field(object, 'expression')];
  if ((license === undefined) === (expression === undefined)) return 'it is not either a license or an expression';
  return undefined;
};

const license: Rule = (object) => {
  const [id, name] = [field(object, 'id'), field(object, 'name')];
  if ((id === undefined) === (name === undefined)) return 'it has not either an id or a name';
  if (Array.isArray(id) || Array.isArray(name)) return 'it has several ids or names';
  return typeof id === 'string' && !isLicenseId(id) ? `id is ${show(id)}, which is not on the SPDX license list` : undefined;
};

/** Before 1.7 an expression stood alone. */
function licenses(choices: readonly unknown[], minor: number): string | undefined {
  const expressions = choices.filter((choice) => isJsonObject(choice) && field(choice, 'expression') !== undefined);
  return minor < 7 && expressions.length > 0 && choices.length > 1 ? 'an expression is not alone' : undefined;
}

const attachment: Rule = (object) => oneOf(object, 'encoding', ['base64']);
const flows = ['inbound', 'outbound', 'bi-directional', 'unknown'];
const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['components', component],
  ['component', component],
  ['ancestors', component],
  ['descendants', component],
  ['variants', component],
  ['hashes', hash],
  ['licenses', licenseChoice],
  ['license', license],
  ['text', attachment],
  ['attachment', attachment],
  ['swid', (object) => (isText(field(object, 'tagId')) && isText(field(object, 'name')) ? undefined : 'tagId or name is missing')],
  ['patches', (object) => oneOf(object, 'type', ['unofficial', 'monkey', 'backport', 'cherry-pick'], 'required')],
  ['resolves', (object) => oneOf(object, 'type', ['defect', 'enhancement', 'security'], 'required')],
  ['data', (object) => oneOf(object, 'flow', flows)],
  ['properties', (object) => (isText(field(object, 'name')) ? undefined : 'name is missing')],
  ['classification', (object) => oneOf(object, 'flow', flows)],
  ['dependencies', dependency],
  ['metadata', (object) => (isDateTime(field(object, 'timestamp')) ? undefined : `timestamp is ${show(field(object, 'timestamp'))}`)],
  ['citations', citation],
  [
    'bom',
    (object) =>
      uuid.test(asText(field(object, 'serialNumber')) ?? uuidExample)
        ? undefined
        : `serialNumber is ${show(field(object, 'serialNumber'))}`,
  ],
]);

const listRules: ReadonlyMap<string, (values: readonly unknown[], minor: number) => string | undefined> = new Map([['licenses', licenses]]);

const uuidExample = 'urn:uuid:00000000-0000-0000-0000-000000000000';

function dependency(object: JsonObject): string | undefined {
  const needed = field(object, 'dependsOn');
  const isWhole = isText(field(object, 'ref')) && !(Array.isArray(needed) && needed.includes(''));
  return isWhole ? undefined : 'ref is missing';
}

function citation(object: JsonObject): string | undefined {
  if (field(object, 'attributedTo') === undefined && field(object, 'process') === undefined) return 'attributedTo and process are missing';
  return field(object, 'pointers') !== undefined && field(object, 'expressions') !== undefined
    ? 'it has pointers and expressions'
    : undefined;
}

function oneOf(
  object: JsonObject,
  key: string,
  allowed: readonly string[],
  presence: 'required' | 'optional' = 'optional',
): string | undefined {
  const value = field(object, key);
  if (value === undefined) return presence === 'required' ? `${key} is missing` : undefined;
  return typeof value === 'string' && allowed.includes(value) ? undefined : `${key} is ${show(value)}`;
}

/** RFC 3339; absent is allowed. XML Schema allows a time without a zone. */
function isDateTime(value: unknown): boolean {
  return (
    value === undefined || (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i.test(value))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** XML has text where JSON has a boolean. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1';
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
}
