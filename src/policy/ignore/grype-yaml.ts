import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type YamlMapping, type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { type FixState } from '../../model/advisory.ts';
import { limits } from '../../model/limits.ts';
import { namedPattern, writtenName } from '../suppression/package-pattern.ts';
import { type SuppressionEntry, type SuppressionFile, type UnusableEntry } from '../suppression/suppression-entry.ts';
import { findIdFault } from './check-id.ts';
import { grypeLanguages, grypeTypes } from './grype-types.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** The `ignore` list of Grype's configuration: every criterion of a rule must hold. Other settings of the file are not about ignoring. */
export const grypeYaml: IgnoreFormat = {
  id: 'grype',
  title: 'Grype',
  fileNames: ['.grype.yaml', '.grype.yml'],
  looksLike: (text) => /^ignore\s*:\s*(?:#.*)?(?:\r?\n\s*(?:#.*)?)*\s*-\s/m.test(text),
  read(text, file) {
    const root = parseIgnoreYaml(text);
    const rules = root.isEmpty ? undefined : root.entries().get('ignore');
    const read = rules === undefined || rules.isEmpty ? [] : rules.list().map((rule) => readRule(rule, file));
    return split(read);
  },
};

/** Entries, and what could not be one. */
export function split(read: readonly (SuppressionEntry | UnusableEntry)[]): SuppressionFile {
  return {
    entries: read.filter((each): each is SuppressionEntry => !('message' in each)),
    unusable: read.filter((each): each is UnusableEntry => 'message' in each),
  };
}

const ruleNames = [
  'vulnerability',
  'include-aliases',
  'reason',
  'namespace',
  'fix-state',
  'package',
  'vex-status',
  'vex-justification',
  'match-type',
];
const packageNames = ['name', 'version', 'language', 'type', 'location', 'upstream-name'];
/** What there is nothing to compare with here. */
const withoutCounterpart = ['namespace', 'vex-status', 'vex-justification', 'match-type'] as const;
const fixStates: ReadonlyMap<string, readonly FixState[]> = new Map<string, readonly FixState[]>([
  ['fixed', ['fixed']],
  ['not-fixed', ['no-fix-yet', 'deferred']],
  ['wont-fix', ['wont-fix', 'end-of-life']],
  ['unknown', ['unknown']],
]);

function readRule(rule: YamlValue, file: string): SuppressionEntry | UnusableEntry {
  const members = rule.mapping(ruleNames);
  const origin = `${file}:${rule.line}`;
  const id = textOf(members, 'vulnerability');
  const fault = id === undefined ? undefined : findIdFault(id);
  if (fault !== undefined) throw rule.problem(fault.message, fault.hint);
  const unknown = withoutCounterpart.find((name) => textOf(members, name) !== undefined);
  if (unknown !== undefined) return { origin, message: `${id ?? 'the rule'} is limited by ${unknown}, which has no counterpart` };
  const states = members.optional('fix-state', (value) => (value.isEmpty ? undefined : fixStates.get(value.word([...fixStates.keys()]))));
  const wanted = members.optional('package', (value) => (value.isEmpty ? undefined : value));
  const criteria = wanted === undefined ? {} : readPackage(wanted, origin);
  if ('message' in criteria) return criteria;
  if (id === undefined && states === undefined && Object.keys(criteria).length === 0) throw rule.fault('does not say what it ignores');
  return {
    origin,
    kinds: ['vulnerability'],
    reason: textOf(members, 'reason') ?? noReason,
    ...(id === undefined ? {} : { ids: [id] }),
    ...(states === undefined ? {} : { fixStates: states }),
    ...criteria,
  };
}

function readPackage(value: YamlValue, origin: string): Pick<SuppressionEntry, 'packages' | 'paths'> | UnusableEntry {
  const members = value.mapping(packageNames);
  const [name, version, location, upstream] = ['name', 'version', 'location', 'upstream-name'].map((each) => textOf(members, each));
  const [language, type] = [textOf(members, 'language'), textOf(members, 'type')];
  const types = typesOf(language, grypeLanguages) ?? typesOf(type, grypeTypes);
  if (types === 'unknown') return { origin, message: `packages of ${language ?? type ?? ''} are not known here` };
  const said = [name, upstream, version, language, type].filter((each) => each !== undefined);
  const written = upstream === undefined ? writtenName(name, version, types) : undefined;
  const pattern = namedPattern({
    text: said.join(' '),
    ...(name === undefined ? {} : { name: nameTest(members, 'name', name) }),
    ...(upstream === undefined ? {} : { sourceName: nameTest(members, 'upstream-name', upstream) }),
    ...(version === undefined ? {} : { version }),
    ...(types === undefined ? {} : { purlTypes: types }),
    ...(written === undefined ? {} : { written }),
  });
  return {
    ...(said.length === 0 ? {} : { packages: [pattern] }),
    ...(location === undefined ? {} : { paths: [compileGlob(normalizePath(location))] }),
  };
}

function typesOf(word: string | undefined, table: ReadonlyMap<string, readonly string[]>): readonly string[] | 'unknown' | undefined {
  return word === undefined ? undefined : (table.get(word.toLowerCase()) ?? 'unknown');
}

/** Grype takes names as regular expressions over the whole name. */
function nameTest(members: YamlMapping, setting: string, pattern: string): (name: string) => boolean {
  return members.required(setting, (value) => {
    if (pattern.length > limits.patternCharacters) throw value.fault(`has more than ${limits.patternCharacters} characters`);
    try {
      const expression = new RegExp(`^(?:${pattern})$`);
      return (name: string) => name.length <= limits.patternSubjectCharacters && expression.test(name);
    } catch {
      throw value.fault('is not a regular expression');
    }
  });
}

/** Absent members and empty ones are the same, as in Grype. */
function textOf(members: YamlMapping, name: string): string | undefined {
  return members.optional(name, (value) =>
    value.isEmpty ? undefined : (value.isText ? String(value.scalar()) : value.source).trim() || undefined,
  );
}
