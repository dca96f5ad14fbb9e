import { field, isJsonObject, type JsonObject } from '../../../lib/json/json-readers.ts';

/** Tags of a package in the order of the specification, SPDX 2.3, 7. */
const packageTags: readonly (readonly [tag: string, member: string])[] = [
  ['PackageName', 'name'],
  ['SPDXID', 'SPDXID'],
  ['PackageVersion', 'versionInfo'],
  ['PackageSupplier', 'supplier'],
  ['PackageDownloadLocation', 'downloadLocation'],
  ['PrimaryPackagePurpose', 'primaryPackagePurpose'],
  ['FilesAnalyzed', 'filesAnalyzed'],
];
const laterPackageTags: readonly (readonly [tag: string, member: string])[] = [
  ['PackageSourceInfo', 'sourceInfo'],
  ['PackageLicenseConcluded', 'licenseConcluded'],
  ['PackageLicenseDeclared', 'licenseDeclared'],
  ['PackageCopyrightText', 'copyrightText'],
  ['PackageDescription', 'description'],
];

/** The tag-value form of a document in JSON. */
export function* writeTagValue(document: JsonObject): Iterable<string> {
  const creation = field(document, 'creationInfo') as JsonObject;
  yield* tags(document, [
    ['SPDXVersion', 'spdxVersion'],
    ['DataLicense', 'dataLicense'],
    ['SPDXID', 'SPDXID'],
    ['DocumentName', 'name'],
    ['DocumentNamespace', 'documentNamespace'],
    ['DocumentComment', 'comment'],
  ]);
  for (const creator of objects(creation, 'creators')) yield line('Creator', String(creator));
  yield line('Created', field(creation, 'created'));
  for (const found of objects(document, 'packages')) yield* writePackage(found as JsonObject);
  for (const license of objects(document, 'hasExtractedLicensingInfos'))
    yield* section('License', license as JsonObject, [
      ['LicenseID', 'licenseId'],
      ['ExtractedText', 'extractedText'],
      ['LicenseName', 'name'],
    ]);
  yield '\n##### Relationships\n\n';
  for (const relationship of objects(document, 'relationships')) {
    const [from, type, to] = ['spdxElementId', 'relationshipType', 'relatedSpdxElement'].map((key) =>
      String(field(relationship as JsonObject, key)),
    );
    yield line('Relationship', `${from ?? ''} ${type ?? ''} ${to ?? ''}`);
  }
}

function* writePackage(found: JsonObject): Iterable<string> {
  yield* section('Package', found, packageTags);
  for (const checksum of objects(found, 'checksums'))
    yield line(
      'PackageChecksum',
      `${String(field(checksum as JsonObject, 'algorithm'))}: ${String(field(checksum as JsonObject, 'checksumValue'))}`,
    );
  yield* tags(found, laterPackageTags);
  for (const reference of objects(found, 'externalRefs')) {
    const parts = ['referenceCategory', 'referenceType', 'referenceLocator'].map((key) => String(field(reference as JsonObject, key)));
    yield line('ExternalRef', parts.join(' ').replace('PACKAGE_MANAGER', 'PACKAGE-MANAGER'));
  }
  for (const annotation of objects(found, 'annotations')) {
    yield* tags(annotation as JsonObject, [
      ['Annotator', 'annotator'],
      ['AnnotationDate', 'annotationDate'],
      ['AnnotationType', 'annotationType'],
    ]);
    yield line('SPDXREF', field(found, 'SPDXID'));
    yield line('AnnotationComment', field(annotation as JsonObject, 'comment'));
  }
}

function* section(title: string, object: JsonObject, rows: readonly (readonly [string, string])[]): Iterable<string> {
  yield `\n##### ${title}\n\n`;
  yield* tags(object, rows);
}

function* tags(object: JsonObject, rows: readonly (readonly [string, string])[]): Iterable<string> {
  for (const [tag, member] of rows) {
    const value = field(object, member);
    if (value !== undefined) yield line(tag, value);
  }
}

/** Tags whose value may have several lines, which `<text>` holds together. */
const texts: ReadonlySet<string> = new Set([
  'DocumentComment',
  'PackageSourceInfo',
  'PackageDescription',
  'ExtractedText',
  'AnnotationComment',
]);

function line(tag: string, value: unknown): string {
  const text = String(value);
  if (texts.has(tag)) return `${tag}: <text>${text.replaceAll('</text>', '</ text>')}</text>\n`;
  // JSON has an underscore where the other forms of the document have a hyphen.
  if (tag === 'PrimaryPackagePurpose') return `${tag}: ${text.replace('_', '-')}\n`;
  return `${tag}: ${text.replace(/\s+/g, ' ').trim()}\n`;
}

function objects(object: JsonObject, key: string): readonly unknown[] {
  const value = field(object, key);
  return Array.isArray(value) ? value.filter((each) => isJsonObject(each) || typeof each === 'string') : [];
}
