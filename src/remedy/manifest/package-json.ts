import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type EditedManifest, escapePattern, type ManifestEditor, type ManifestUpgrade } from './manifest-editor.ts';

/** npm's package.json: a direct dependency's range is raised, and what it pulls in is raised by `overrides`. */
export const packageJson: ManifestEditor = {
  ecosystem: 'npm',
  file: /^package\.json$/,
  edit: editPackageJson,
  relock: ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
};

const sections = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
const maxBytes = 4 * 1024 * 1024;

function editPackageJson(text: string, upgrades: readonly ManifestUpgrade[]): EditedManifest {
  const document = parseJsonBounded(Buffer.from(text), { maxBytes, maxDepth: 32 });
  if (!isJsonObject(document)) return { text, done: [] };
  let edited = text;
  const done: string[] = [];
  const overrides = new Map<string, string>();
  for (const upgrade of upgrades) {
    const spec = specOf(document, upgrade.name);
    if (upgrade.isDirect && spec !== undefined) edited = raise(edited, upgrade.name, spec, upgrade.to);
    // npm refuses to override what the project itself asks for in another version.
    else if (spec?.includes(upgrade.from ?? '\0') !== true) overrides.set(overrideKey(upgrade), upgrade.to);
    else continue;
    done.push(upgrade.name);
  }
  return { text: overrides.size === 0 ? edited : addOverrides(edited, field(document, 'overrides') !== undefined, overrides), done };
} // prettier-ignore

/** Every version of the installed one’s line that is below the fix: the dependency that is raised with it may ask for another than before. */
function overrideKey({ name, from, to }: ManifestUpgrade): string {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(from ?? '') ?? [];
  if (major === undefined || minor === undefined) return name;
  return `${name}@>=${major === '0' ? `0.${minor}` : `${major}.0`}.0 <${to}`;
}

/** `^1.0.0` stays a caret range. */
function raise(text: string, name: string, spec: string, to: string): string {
  const prefix = /^[~^]|^>=\s*/.exec(spec)?.[0] ?? '';
  const pattern = new RegExp(`("${escapePattern(name)}"\\s*:\\s*")${escapePattern(spec)}(")`);
  return text.replace(pattern, (_, before: string, after: string) => `${before}${prefix}${to}${after}`);
}

function addOverrides(text: string, hasOverrides: boolean, overrides: ReadonlyMap<string, string>): string {
  const indent = /^\{\s*?\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const rows = [...overrides].map(([name, to]) => `${indent}${indent}${JSON.stringify(name)}: ${JSON.stringify(to)}`);
  if (hasOverrides) return text.replace(/("overrides"\s*:\s*\{)(\s*\})?/, (_, open: string, close?: string) => `${open}\n${rows.join(',\n')}${close === undefined ? ',' : `\n${indent}}`}`);
  const end = text.lastIndexOf('}');
  const body = text.slice(0, end).trimEnd();
  const separator = body.endsWith('{') ? '' : ',';
  return `${body}${separator}\n${indent}"overrides": {\n${rows.join(',\n')}\n${indent}}\n${text.slice(end)}`;
} // prettier-ignore

function specOf(document: Readonly<Record<string, unknown>>, name: string): string | undefined {
  for (const section of sections) {
    const found = field(document, section);
    const spec = isJsonObject(found) ? field(found, name) : undefined;
    if (typeof spec === 'string') return spec;
  }
  return undefined;
}
