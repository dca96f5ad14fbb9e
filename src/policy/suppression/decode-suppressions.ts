import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type YamlMapping, type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { findingKinds } from '../../model/finding.ts';
import { limits } from '../../model/limits.ts';
import { findIdFault } from '../ignore/check-id.ts';
import { dateHint, parseExpiry } from './expiry.ts';
import { imagePattern } from './image-pattern.ts';
import { purlPattern } from './package-pattern.ts';
import { type SuppressionEntry, type SuppressionFile } from './suppression-entry.ts';

const settings = [
  'id',
  'rule',
  'purl',
  'version',
  'path',
  'line',
  'image',
  'kind',
  'fix-state',
  'reason',
  'owner',
  'ticket',
  'expires',
  'until',
] as const;
/** One of these says what an entry is about. */
const criteria = ['id', 'rule', 'purl', 'path', 'fix-state'] as const;
const fixStates = ['fixed', 'no-fix-yet', 'deferred', 'wont-fix', 'end-of-life', 'unknown'] as const;

/** The `suppressions` section of `pratique.yaml`. Throws CONFIG_INVALID with file, line and column. */
export function decodeSuppressions(text: string, file: string): SuppressionFile {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return { entries: [], unusable: [] };
    const section = root.mapping(configurationSections).optional('suppressions', (value) => value);
    if (section === undefined || section.isEmpty) return { entries: [], unusable: [] };
    return { entries: section.list().map((item) => decodeEntry(item, file)), unusable: [] };
  } catch (error) {
    throw error instanceof YamlError ? configurationError(file, error) : error;
  }
}

function decodeEntry(item: YamlValue, file: string): SuppressionEntry {
  const members = item.mapping(settings);
  if (!criteria.some((name) => members.has(name))) throw item.fault('does not say what it suppresses', `add ${criteria.join(', ')}`);
  const ids = [...(members.optional('id', decodeIds) ?? []), ...(members.optional('rule', decodeIds) ?? [])];
  const packages = decodePackages(members);
  const paths = members.optional('path', (value) => value.oneOrMore().map((each) => compileGlob(normalizePath(each.text()))));
  const images = members.optional('image', (value) => value.oneOrMore().map((each) => orFault(each, imagePattern(each.text()))));
  const kinds = members.optional('kind', (value) => value.oneOrMore().map((each) => each.word(findingKinds)));
  const states = members.optional('fix-state', (value) => value.oneOrMore().map((each) => each.word(fixStates)));
  const line = members.optional('line', (value) => value.wholeNumber(1, 10_000_000));
  const expires = members.optional('expires', (value) => {
    const expiry = parseExpiry(value.text().trim(), 'included');
    if (expiry === undefined) throw value.fault(`is ${JSON.stringify(value.text().slice(0, 60))}, which is not a date`, dateHint);
    return expiry;
  });
  return {
    origin: `${file}:${item.line}`,
    reason: members.required('reason', (value) => value.text().trim()),
    ...(ids.length === 0 ? {} : { ids }),
    ...(packages === undefined ? {} : { packages }),
    ...(paths === undefined ? {} : { paths }),
    ...(images === undefined ? {} : { images }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(states === undefined ? {} : { fixStates: states }),
    ...(line === undefined ? {} : { line }),
    ...(expires === undefined ? {} : { expires }),
    ...optionalText(members, 'owner'),
    ...optionalText(members, 'ticket'),
    ...(members.has('until') ? { until: members.required('until', (value) => value.word(['fixed'])) } : {}),
  };
}

function decodeIds(value: YamlValue): readonly string[] {
  return value.oneOrMore().map((each) => {
    const id = String(each.scalar()).trim();
    const fault = findIdFault(id);
    if (fault !== undefined) throw each.problem(fault.message, fault.hint);
    return id;
  });
}

function decodePackages(members: YamlMapping): SuppressionEntry['packages'] {
  const versions = members.optional('version', (value) => ({ value, text: value.isText ? value.text() : value.source }));
  const packages = members.optional('purl', (value) =>
    value.oneOrMore().map((each) => orFault(each, purlPattern(each.text().trim(), versions?.text))),
  );
  if (versions !== undefined && packages === undefined) throw versions.value.fault('needs a purl beside it', 'add purl: pkg:TYPE/NAME');
  return packages;
}

function orFault<Value>(value: YamlValue, result: Value | string): Value {
  if (typeof result === 'string') throw value.fault(result);
  return result;
}

function optionalText<Name extends 'owner' | 'ticket'>(members: YamlMapping, name: Name): Partial<Record<Name, string>> {
  const text = members.optional(name, (value) => String(value.scalar()));
  return text === undefined ? {} : ({ [name]: text } as Record<Name, string>);
}
