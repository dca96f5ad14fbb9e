import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { licenseClassifiers } from './license-classifiers.ts';

/** What METADATA and PKG-INFO say of a distribution: packaging.python.org, "Core metadata specifications". */
export interface CoreMetadata {
  /** As written. */
  readonly name?: string;
  readonly version?: string;
  readonly licenses: readonly string[];
  /** `Requires-Dist` as written: dependency specifiers with their markers. */
  readonly requires: readonly string[];
}

/** Header fields up to the first empty line, which the description follows. Never throws. */
export function parseCoreMetadata(content: Uint8Array): CoreMetadata {
  const fields = readFields(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  const [name] = fields.get('name') ?? [];
  const [version] = fields.get('version') ?? [];
  return {
    ...(name ? { name } : {}),
    ...(version ? { version } : {}),
    licenses: readLicenses(fields),
    requires: fields.get('requires-dist') ?? [],
  };
}

const wanted = new Set(['name', 'version', 'license', 'license-expression', 'classifier', 'requires-dist']);

/** Values by lower-case name; folded lines are joined by newlines. */
function readFields(content: Buffer): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  for (let start = 0; start < content.length;) {
    const newline = content.indexOf(0x0a, start);
    const end = newline === -1 ? content.length : newline;
    const line = decodeBytes(content, start, end)
      .replace(/\r$/, '')
      .replace(/^\ufeff/, '');
    start = end + 1;
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      const folded = values?.pop();
      if (folded !== undefined) values?.push(`${folded}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(colon, 0)).toLowerCase();
    values = undefined;
    if (!wanted.has(key)) continue;
    values = fields.get(key) ?? [];
    fields.set(key, values);
    values.push(line.slice(colon + 1).trim());
  }
  return fields;
}

/** An expression says all; else the classifiers, which have fixed names; else the free text, when it is a name and not a whole licence. */
function readLicenses(fields: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const expressions = (fields.get('license-expression') ?? []).filter(isSaid);
  if (expressions.length > 0) return expressions;
  const classified = (fields.get('classifier') ?? [])
    .filter((classifier) => classifier.startsWith('License ::'))
    .map((classifier) => classifier.slice(classifier.lastIndexOf('::') + 2).trim())
    .filter((name) => !families.has(name))
    .map((name) => licenseClassifiers.get(name) ?? name);
  if (classified.length > 0) return [...new Set(classified)];
  return (fields.get('license') ?? []).filter((text) => isSaid(text) && !text.includes('\n'));
}

/** `UNKNOWN` stood for an empty field before metadata version 2.2. */
function isSaid(value: string): boolean {
  return value !== '' && value !== 'UNKNOWN';
}

const families = new Set(['OSI Approved', 'DFSG approved']);
