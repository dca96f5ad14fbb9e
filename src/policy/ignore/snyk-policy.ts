import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { dateHint, parseExpiry } from '../suppression/expiry.ts';
import { type SuppressionEntry, type UnusableEntry } from '../suppression/suppression-entry.ts';
import { split } from './grype-yaml.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** Snyk's policy file. Snyk's own ids are applied only where a public advisory refers to them; they are never guessed. */
export const snykPolicy: IgnoreFormat = {
  id: 'snyk',
  title: 'Snyk',
  fileNames: ['.snyk'],
  looksLike: (text) => /^version\s*:\s*['"]?v1\./m.test(text) && /^(?:ignore|patch|exclude)\s*:/m.test(text),
  read(text, file) {
    const root = parseIgnoreYaml(text);
    const sections = root.isEmpty ? new Map<string, YamlValue>() : root.entries();
    const ignored = sections.get('ignore');
    const read = ignored === undefined || ignored.isEmpty ? [] : ignored.pairs().flatMap(([id, paths]) => readId(id, paths, file));
    const others = ['patch', 'exclude'].flatMap((name) => noteSection(name, sections.get(name), file));
    return split([...read, ...others]);
  },
};

/** Ids of public lists, which advisories here have too. */
const publicId = /^(?:CVE-|GHSA-|RUSTSEC-|GO-|PYSEC-|OSV-)/i;

function readId(id: string, value: YamlValue, file: string): readonly (SuppressionEntry | UnusableEntry)[] {
  // Snyk writes a list with one mapping for each path, and takes a single mapping too.
  const items = value.isList ? value.list() : [value];
  return items.flatMap((item) => item.pairs().map(([path, details]) => readPath(id, path, details, file)));
}

function readPath(id: string, path: string, details: YamlValue, file: string): SuppressionEntry | UnusableEntry {
  const origin = `${file}:${details.keyLine}`;
  const members = details.isEmpty ? undefined : details.entries();
  const reason = members?.get('reason')?.isEmpty === false ? String(members.get('reason')!.scalar()).trim() : noReason;
  const date = members?.get('expires');
  const expires = date === undefined || date.isEmpty ? undefined : parseExpiry(date.text(), 'excluded');
  if (date !== undefined && !date.isEmpty && expires === undefined) throw date.fault('is not a date', dateHint);
  const until = expires === undefined ? {} : { expires };
  if (path !== '*')
    return { origin, message: `${id} holds for the dependency path "${path}" only, which has no counterpart (reason: ${reason})` };
  // An id of Snyk is known where an advisory links to it.
  const unmatched = publicId.test(id)
    ? {}
    : { unmatched: `${id} is an id of Snyk that no advisory here refers to; add the CVE or GHSA id (reason: ${reason})` };
  return { origin, kinds: ['vulnerability'], ids: [id], reason, ...until, ...unmatched };
}

function noteSection(name: string, section: YamlValue | undefined, file: string): readonly UnusableEntry[] {
  if (section === undefined || section.isEmpty || (section.isMapping && section.pairs().length === 0)) return [];
  return [{ origin: `${file}:${section.keyLine}`, message: `the section ${name} has no counterpart` }];
}
