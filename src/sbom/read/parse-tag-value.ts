import { type JsonObject } from '../../lib/json/json-readers.ts';
import { SbomError } from './sbom-error.ts';

type MutableObject = Record<string, unknown>;

/** Where the tags that follow belong: the document until the first element begins. */
interface State {
  readonly document: MutableObject;
  element: MutableObject;
  annotation: MutableObject | undefined;
  /** By SPDXID, for annotations that name what they are about. */
  readonly byId: Map<string, MutableObject>;
  readonly counts: { elements: number; relationships: number };
}

export interface TagValueBounds {
  readonly maxComponents: number;
  readonly maxRelationships: number;
}

/**
 * SPDX 2 tag-value as its JSON form has it, as far as packages, files, relationships, annotations and extracted licenses go; snippets and reviews are
 * passed over. Linear in the text. Throws {@link SbomError}.
 */
export function parseTagValue(text: string, bounds: TagValueBounds): JsonObject {
  const document = newObject({
    packages: [],
    files: [],
    relationships: [],
    hasExtractedLicensingInfos: [],
    creationInfo: newObject({ creators: [] }),
  });
  const state: State = { document, element: document, annotation: undefined, byId: new Map(), counts: { elements: 0, relationships: 0 } };
  for (const [tag, value] of readPairs(text)) {
    addPair(state, tag, value);
    if (state.counts.elements > bounds.maxComponents) throw new SbomError(`has more than ${bounds.maxComponents} packages and files`);
    if (state.counts.relationships > bounds.maxRelationships) throw new SbomError(`has more than ${bounds.maxRelationships} relationships`);
  }
  finishAnnotation(state);
  return document;
}

/** `Tag: value`, where a value in `<text>` may span lines; SPDX 2.3, 4.4. Comments and lines without a tag are passed over. */
function* readPairs(text: string): Iterable<readonly [tag: string, value: string]> {
  const open = '<text>';
  const close = '</text>';
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const colon = text.indexOf(':', start);
    if (colon === -1 || colon > end || !/^[A-Za-z]+$/.test(text.slice(start, Math.min(colon, start + 60)).trim())) {
      start = end + 1;
      continue;
    }
    const tag = text.slice(start, colon).trim();
    const line = text.slice(colon + 1, end).trim();
    if (!line.startsWith(open)) {
      yield [tag, line];
      start = end + 1;
      continue;
    }
    const from = text.indexOf(open, colon) + open.length;
    const to = text.indexOf(close, from);
    if (to === -1) throw new SbomError(`ends inside ${open}`);
    yield [tag, text.slice(from, to)];
    const after = text.indexOf('\n', to);
    start = after === -1 ? text.length : after + 1;
  }
}

/** Without a prototype: members are named by us, but looked up like those of JSON. */
function newObject(members: MutableObject): MutableObject {
  return Object.assign(Object.create(null) as MutableObject, members);
}

function addPair(state: State, tag: string, value: string): void {
  const { document } = state;
  if (tag === 'PackageName') beginElement(state, 'packages', { name: value, checksums: [], externalRefs: [], annotations: [] });
  else if (tag === 'FileName') beginElement(state, 'files', { fileName: value, annotations: [] });
  else if (tag === 'SnippetSPDXID') state.element = newObject({ annotations: [] });
  else if (tag === 'LicenseID') beginElement(state, 'hasExtractedLicensingInfos', { licenseId: value });
  else if (tag === 'SPDXID') setId(state, value);
  else if (tag === 'Relationship') addRelationship(state, value);
  else if (tag === 'Annotator') beginAnnotation(state, value);
  else if (tag === 'SPDXREF' && state.annotation !== undefined) state.annotation['about'] = value;
  else if (tag === 'AnnotationComment' && state.annotation !== undefined) state.annotation['comment'] = value;
  else if (tag === 'Creator') list(document['creationInfo'], 'creators').push(value);
  else if (tag === 'Created') (document['creationInfo'] as MutableObject)['created'] = value;
  else if (tag === 'ExternalRef') addReference(state, value);
  else {
    const member = members.get(tag);
    if (member !== undefined) state.element[member] = value;
  }
}

const members: ReadonlyMap<string, string> = new Map([
  ['SPDXVersion', 'spdxVersion'],
  ['DataLicense', 'dataLicense'],
  ['DocumentName', 'name'],
  ['DocumentNamespace', 'documentNamespace'],
  ['DocumentComment', 'comment'],
  ['PackageVersion', 'versionInfo'],
  ['PackageFileName', 'packageFileName'],
  ['PackageSupplier', 'supplier'],
  ['PackageOriginator', 'originator'],
  ['PackageDownloadLocation', 'downloadLocation'],
  ['PackageSourceInfo', 'sourceInfo'],
  ['PackageLicenseConcluded', 'licenseConcluded'],
  ['PackageLicenseDeclared', 'licenseDeclared'],
  ['PackageDescription', 'description'],
  ['PackageComment', 'comment'],
  ['PrimaryPackagePurpose', 'primaryPackagePurpose'],
  ['ExtractedText', 'extractedText'],
  ['LicenseName', 'name'],
]);

function beginElement(state: State, kind: string, fields: MutableObject): void {
  finishAnnotation(state);
  const element = newObject(fields);
  list(state.document, kind).push(element);
  state.element = element;
  state.counts.elements += 1;
}

function setId(state: State, id: string): void {
  state.element['SPDXID'] = id;
  if (!state.byId.has(id)) state.byId.set(id, state.element);
}

function addRelationship({ document, counts }: State, value: string): void {
  const [from, type, to] = value.split(/\s+/);
  if (from === undefined || type === undefined || to === undefined) return;
  counts.relationships += 1;
  list(document, 'relationships').push(newObject({ spdxElementId: from, relationshipType: type, relatedSpdxElement: to }));
}

function addReference({ element }: State, value: string): void {
  const [, category, type, locator] = /^(\S+)\s+(\S+)\s+(\S.*)$/.exec(value) ?? [];
  if (locator === undefined) return;
  const references = element['externalRefs'];
  if (Array.isArray(references))
    references.push(newObject({ referenceCategory: category, referenceType: type, referenceLocator: locator }));
}

function beginAnnotation(state: State, annotator: string): void {
  finishAnnotation(state);
  state.annotation = newObject({ annotator });
}

function finishAnnotation(state: State): void {
  const { annotation, element, byId } = state;
  if (annotation === undefined) return;
  state.annotation = undefined;
  const about = byId.get(String(annotation['about'])) ?? element;
  list(about, 'annotations').push(annotation);
}

function list(owner: unknown, key: string): unknown[] {
  const object = owner as MutableObject;
  const value = object[key];
  if (Array.isArray(value)) return value;
  const made: unknown[] = [];
  object[key] = made;
  return made;
}
