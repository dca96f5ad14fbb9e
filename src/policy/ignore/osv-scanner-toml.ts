import { type TomlTable } from '../../lib/toml/parse-toml.ts';
import { readToml, tomlDateText } from '../../lib/toml/read-toml.ts';
import { limits } from '../../model/limits.ts';
import { parseExpiry } from '../suppression/expiry.ts';
import { namedPattern, writtenName } from '../suppression/package-pattern.ts';
import { type Expiry, type SuppressionEntry, type UnusableEntry } from '../suppression/suppression-entry.ts';
import { findIdFault } from './check-id.ts';
import { split } from './grype-yaml.ts';
import { IgnoreFault, type IgnoreFormat } from './ignore-format.ts';
import { noReason } from './no-reason.ts';
import { osvEcosystems } from './osv-ecosystems.ts';

/** OSV-Scanner's configuration: flaws by id, and packages whose flaws are ignored. */
export const osvScannerToml: IgnoreFormat = {
  id: 'osv-scanner',
  title: 'OSV-Scanner',
  fileNames: ['osv-scanner.toml'],
  looksLike: (text) => /^\s*\[\[\s*(?:IgnoredVulns|PackageOverrides)\s*\]\]/m.test(text),
  read(text, file) {
    const root = readToml(text, limits.configurationDepth);
    const read = [
      ...tables(root, 'IgnoredVulns', text).map(({ table, line }) => readVulnerability(table, line, file)),
      ...tables(root, 'PackageOverrides', text).map(({ table, line }) => readOverride(table, line, file)),
    ];
    return split(read);
  },
};

interface PlacedTable {
  readonly table: TomlTable;
  readonly line: number;
}

/** The tables of an array, with the line of each head. */
function tables(root: TomlTable, name: string, text: string): readonly PlacedTable[] {
  const value = root[name];
  if (value === undefined) return [];
  const heads = text.split('\n').flatMap((line, at) => (new RegExp(`^\\s*\\[\\[\\s*${name}\\s*\\]\\]`).test(line) ? [at + 1] : []));
  if (!Array.isArray(value)) throw new IgnoreFault(`${name} is not a list of tables`, 1, `write [[${name}]]`);
  return (value as unknown[]).map((item, at) => {
    const line = heads[at] ?? 1;
    if (typeof item !== 'object' || item === null) throw new IgnoreFault(`${name} has something else than a table`, line);
    return { table: item as TomlTable, line };
  });
}

function readVulnerability(table: TomlTable, line: number, file: string): SuppressionEntry {
  refuseUnknown(table, ['id', 'ignoreUntil', 'reason'], 'IgnoredVulns', line);
  const id = textOf(table, 'id', line) ?? '';
  const fault = findIdFault(id);
  if (fault !== undefined) throw new IgnoreFault(fault.message, line, fault.hint);
  const expires = dateOf(table, 'ignoreUntil', line);
  return {
    origin: `${file}:${line}`,
    kinds: ['vulnerability'],
    ids: [id],
    reason: textOf(table, 'reason', line) ?? noReason,
    ...(expires === undefined ? {} : { expires }),
  };
}

function readOverride(table: TomlTable, line: number, file: string): SuppressionEntry | UnusableEntry {
  refuseUnknown(
    table,
    ['name', 'version', 'ecosystem', 'group', 'ignore', 'vulnerability', 'license', 'effectiveUntil', 'reason'],
    'PackageOverrides',
    line,
  );
  const origin = `${file}:${line}`;
  const [name, version, ecosystem, group] = ['name', 'version', 'ecosystem', 'group'].map((key) => textOf(table, key, line));
  const said = [ecosystem, name, version].filter((each) => each !== undefined).join(' ');
  const ignores = table['ignore'] === true || (table['vulnerability'] as TomlTable | undefined)?.['ignore'] === true;
  const ignoresLicense = table['ignore'] === true || (table['license'] as TomlTable | undefined)?.['ignore'] === true;
  if (!ignores && !ignoresLicense) return { origin, message: `the override of ${said || 'every package'} has no counterpart` };
  if (group !== undefined)
    return { origin, message: `the override of ${said || 'every package'} is limited to the group ${group}, which has no counterpart` };
  const purlTypes = ecosystem === undefined ? undefined : osvEcosystems.get(ecosystem.toLowerCase().replace(/:.*$/, ''));
  if (ecosystem !== undefined && purlTypes === undefined) return { origin, message: `packages of ${ecosystem} are not known here` };
  if (said === '') throw new IgnoreFault('a package override names no package', line, 'add name, version or ecosystem');
  const expires = dateOf(table, 'effectiveUntil', line);
  const written = writtenName(name, version, purlTypes);
  return {
    origin,
    kinds: [...(ignores ? (['vulnerability'] as const) : []), ...(ignoresLicense ? (['license'] as const) : [])],
    packages: [
      namedPattern({
        text: said,
        ...(name === undefined ? {} : { name: (each: string) => each === name }),
        ...(version === undefined ? {} : { version }),
        ...(purlTypes === undefined ? {} : { purlTypes }),
        ...(written === undefined ? {} : { written }),
      }),
    ],
    reason: textOf(table, 'reason', line) ?? noReason,
    ...(expires === undefined ? {} : { expires }),
  };
}

function refuseUnknown(table: TomlTable, known: readonly string[], name: string, line: number): void {
  const unknown = Object.keys(table).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new IgnoreFault(`${name} has no setting ${JSON.stringify(unknown)}`, line, known.join(', '));
}

function textOf(table: TomlTable, key: string, line: number): string | undefined {
  const value = table[key];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new IgnoreFault(`${key} is not text`, line);
  return value;
}

function dateOf(table: TomlTable, key: string, line: number): Expiry | undefined {
  const value = table[key];
  if (value === undefined) return undefined;
  const text = tomlDateText(value);
  const expiry = text === undefined ? undefined : parseExpiry(text, 'excluded');
  if (expiry === undefined) throw new IgnoreFault(`${key} is not a date`, line, 'write a date as 2027-01-31, without quotes');
  return expiry;
}
