import { type JsonObject } from '../../lib/json/json-readers.ts';
import { parseXml, XmlError, type XmlElement } from '../../lib/xml/parse-xml.ts';
import { limits } from '../../model/limits.ts';
import { SbomError } from './sbom-error.ts';

/**
 * A CycloneDX document in XML as its JSON form has it: lists are arrays, attributes are members, an element without children is its text. Documents with
 * a document type of their own, which could define entities, are refused. Throws {@link SbomError}.
 */
export function cycloneDxXmlToJson(text: string): JsonObject {
  const root = parse(text);
  const namespace = Array.from(root.attributes).find(
    ([name, value]) => /^xmlns(?::|$)/.test(name) && value.startsWith(namespaceStart),
  )?.[1];
  if (root.name !== 'bom' || namespace === undefined) throw new SbomError('is XML, but not an SBOM of a known format');
  return { ...toObject(root), bomFormat: 'CycloneDX', specVersion: namespace.slice(namespaceStart.length) };
}

const namespaceStart = 'http://cyclonedx.org/schema/bom/';

function parse(text: string): XmlElement {
  try {
    return parseXml(text, { maxDepth: limits.sbomDepth, maxElements: limits.sbomXmlElements });
  } catch (error) {
    if (error instanceof XmlError) throw new SbomError(error.message);
    throw error;
  }
}

/** Elements that only hold a list, and what its elements are called; others in them are extensions of other namespaces. */
const lists: ReadonlyMap<string, string> = new Map([
  ['components', 'component'],
  ['ancestors', 'component'],
  ['descendants', 'component'],
  ['variants', 'component'],
  ['services', 'service'],
  ['hashes', 'hash'],
  ['externalReferences', 'reference'],
  ['properties', 'property'],
  ['compositions', 'composition'],
  ['vulnerabilities', 'vulnerability'],
  ['annotations', 'annotation'],
  ['authors', 'author'],
  ['lifecycles', 'lifecycle'],
  ['occurrences', 'occurrence'],
  ['methods', 'method'],
  ['patches', 'patch'],
  ['commits', 'commit'],
  ['resolves', 'issue'],
  ['citations', 'citation'],
]);

/** Elements whose own text is a member beside their attributes. */
const textMembers: ReadonlyMap<string, string> = new Map([
  ['hash', 'content'],
  ['property', 'value'],
  ['text', 'content'],
]);

function convert(element: XmlElement): unknown {
  const { name, attributes, children, text } = element;
  const item = lists.get(name);
  if (item !== undefined) return children.filter((child) => child.name === item).map(toItem);
  if (name === 'licenses') return children.filter((child) => licenseItems.has(child.name)).map(toLicense);
  if (name === 'dependencies') return children.map(toDependency);
  if (name === 'assemblies' || name === 'subjects') return children.map((child) => child.attributes.get('ref') ?? child.text);
  if (name === 'tools' && children.every((child) => child.name === 'tool')) return children.map(convert);
  if (children.length > 0) return toObject(element);
  const member = textMembers.get(name);
  if (member !== undefined) return { ...Object.fromEntries(attributes), [member]: text };
  if (attributes.size === 0) return text;
  return text === '' || name === 'expression'
    ? text === ''
      ? Object.fromEntries(attributes)
      : text
    : { ...Object.fromEntries(attributes), content: text };
}

const licenseItems: ReadonlySet<string> = new Set(['license', 'expression']);

function toLicense(element: XmlElement): JsonObject {
  return { [element.name]: element.name === 'license' ? toItem(element) : element.text };
}

/** An element of a list is an object, also where it is empty; a text is what it is. */
function toItem(element: XmlElement): unknown {
  const value = convert(element);
  return value === '' ? {} : value;
}

/** Without a prototype, since element names come from outside. Elements of one name are a list where there are several. */
function toObject({ attributes, children }: XmlElement): JsonObject {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of attributes) object[key] = value;
  const several = new Set<string>();
  for (const child of children) {
    const value = convert(child);
    if (several.has(child.name)) (object[child.name] as unknown[]).push(value);
    else if (Object.hasOwn(object, child.name) && !attributes.has(child.name)) {
      object[child.name] = [object[child.name], value];
      several.add(child.name);
    } else object[child.name] = value;
  }
  return object;
}

function toDependency({ attributes, children }: XmlElement): JsonObject {
  return { ref: attributes.get('ref'), dependsOn: children.map((child) => child.attributes.get('ref') ?? '') };
}
