import { field, isJsonObject, type JsonObject } from '../../../lib/json/json-readers.ts';
import { escapeXml } from '../../../lib/xml/escape-xml.ts';
import { MadeList } from '../made-list.ts';

/** Members of JSON that are attributes in XML. */
const attributes: ReadonlyMap<string, readonly string[]> = new Map([
  ['component', ['type', 'bom-ref']],
  ['hash', ['alg']],
  ['property', ['name']],
  ['dependency', ['ref']],
  ['assembly', ['ref']],
  ['subject', ['ref']],
  ['vulnerability', ['bom-ref']],
]);

/** The member that is an element's own text. */
const texts: ReadonlyMap<string, string> = new Map([
  ['hash', 'content'],
  ['property', 'value'],
]);

/** Lists, and what their elements are called. */
const items: ReadonlyMap<string, string> = new Map([
  ['components', 'component'],
  ['lifecycles', 'lifecycle'],
  ['tools', 'tool'],
  ['hashes', 'hash'],
  ['properties', 'property'],
  ['methods', 'method'],
  ['occurrences', 'occurrence'],
  ['dependencies', 'dependency'],
  ['compositions', 'composition'],
  ['assemblies', 'assembly'],
  ['annotations', 'annotation'],
  ['subjects', 'subject'],
  ['vulnerabilities', 'vulnerability'],
  ['references', 'reference'],
  ['ratings', 'rating'],
  ['advisories', 'advisory'],
  ['affects', 'target'],
  ['versions', 'version'],
]);

/** Lists whose elements stand in their parent, and what those are called. */
const inline: ReadonlyMap<string, string> = new Map([
  ['dependsOn', 'dependency'],
  ['identity', 'identity'],
]);

/** The XML form of a BOM in JSON. */
export function* writeXml(bom: JsonObject, version: string): Iterable<string> {
  const serialNumber = escapeXml(scalar(field(bom, 'serialNumber')));
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${version}" serialNumber="${serialNumber}" version="1">\n`;
  for (const name of ['metadata', 'components', 'dependencies', 'compositions', 'vulnerabilities', 'annotations']) {
    const value = field(bom, name);
    const item = items.get(name);
    if (value === undefined) continue;
    if (!(Array.isArray(value) || value instanceof MadeList) || item === undefined) yield `${element(name, value)}\n`;
    else {
      yield `<${name}>\n`;
      for (const each of value) yield `  ${element(item, each)}\n`;
      yield `</${name}>\n`;
    }
  }
  yield '</bom>\n';
}

const none: readonly string[] = [];

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return list(name, value);
  if (!isJsonObject(value)) return leaf(name, value);
  const own = attributes.get(name) ?? none;
  const text = texts.get(name);
  let head = '';
  for (const key of own) head += attribute(key, field(value, key));
  if (text !== undefined) return `<${name}${head}>${escapeXml(scalar(field(value, text)))}</${name}>`;
  let body = '';
  for (const key of Object.keys(value)) if (value[key] !== undefined && !own.includes(key)) body += element(key, value[key]);
  return body === '' ? `<${name}${head}/>` : `<${name}${head}>${body}</${name}>`;
}

function list(name: string, values: readonly unknown[]): string {
  const inlined = inline.get(name);
  if (inlined !== undefined) return values.map((value) => element(inlined, value)).join('');
  // A choice has a single member, which is the element.
  if (name === 'licenses')
    return `<licenses>${values.map((value) => Object.entries(value as JsonObject).map(([key, member]) => element(key, member)).join('')).join('')}</licenses>`; // prettier-ignore
  const item = items.get(name) ?? name;
  return `<${name}>${values.map((value) => element(item, value)).join('')}</${name}>`;
}

/** References are attributes. */
function leaf(name: string, value: unknown): string {
  const text = escapeXml(scalar(value));
  return attributes.get(name)?.[0] === 'ref' ? `<${name} ref="${text}"/>` : `<${name}>${text}</${name}>`;
}

function attribute(key: string, value: unknown): string {
  return value === undefined ? '' : ` ${key}="${escapeXml(scalar(value))}"`;
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
