import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { type FindingKind } from '../../model/finding.ts';
import { dateHint, parseExpiry } from '../suppression/expiry.ts';
import { purlPattern } from '../suppression/package-pattern.ts';
import { type SuppressionEntry } from '../suppression/suppression-entry.ts';
import { findIdFault } from './check-id.ts';
import { type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { parseIgnoreYaml } from './parse-ignore-yaml.ts';

/** Sections by kind of finding, each a list of ids with paths, packages, a statement and a date. */
export const trivyignoreYaml: IgnoreFormat = {
  id: 'trivyignore-yaml',
  title: 'Trivy (YAML)',
  fileNames: ['.trivyignore.yaml', '.trivyignore.yml'],
  looksLike: (text) => /^(?:vulnerabilities|misconfigurations|secrets|licenses)\s*:/m.test(text),
  read(text, file) {
    const root = parseIgnoreYaml(text);
    if (root.isEmpty) return { entries: [], unusable: [] };
    const sections = root.mapping([...kinds.keys()]);
    const entries = [...kinds].flatMap(
      ([section, kind]) =>
        sections.optional(section, (value) => (value.isEmpty ? [] : value.list().map((item) => readItem(item, kind, file)))) ?? [],
    );
    return { entries, unusable: [] };
  },
};

const kinds: ReadonlyMap<string, FindingKind> = new Map([
  ['vulnerabilities', 'vulnerability'],
  ['misconfigurations', 'misconfiguration'],
  ['secrets', 'secret'],
  ['licenses', 'license'],
]);

function readItem(item: YamlValue, kind: FindingKind, file: string): SuppressionEntry {
  const members = item.mapping(['id', 'paths', 'purls', 'statement', 'expired_at']);
  const id = members.required('id', (value) => {
    const text = value.text().trim();
    const fault = findIdFault(text);
    if (fault !== undefined) throw value.problem(fault.message, fault.hint);
    return text;
  });
  const paths = members.optional('paths', (value) => value.list().map((each) => compileGlob(normalizePath(each.text()))));
  const packages = members.optional('purls', (value) =>
    value.list().map((each) => {
      const pattern = purlPattern(each.text());
      if (typeof pattern === 'string') throw each.fault(pattern);
      return pattern;
    }),
  );
  const reason = members.optional('statement', (value) => (value.isEmpty ? undefined : value.text()));
  const expires = members.optional('expired_at', (value) => {
    const expiry = parseExpiry(value.text(), 'excluded');
    if (expiry === undefined) throw value.fault('is not a date', dateHint);
    return expiry;
  });
  return {
    origin: `${file}:${item.line}`,
    ids: [id],
    kinds: [kind],
    reason: reason ?? noReason,
    ...(paths === undefined || paths.length === 0 ? {} : { paths }),
    ...(packages === undefined || packages.length === 0 ? {} : { packages }),
    ...(expires === undefined ? {} : { expires }),
  };
}
