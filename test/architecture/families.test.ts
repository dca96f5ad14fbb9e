import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../src');

/** Where a family lives, the type that its members have, and the list that must name each. */
const families = [
  {
    name: 'rules about Dockerfiles',
    folder: 'check/dockerfile/rules',
    type: 'DockerfileRule',
    list: 'check/dockerfile/dockerfile-rules.ts',
  },
  { name: 'commands', folder: 'cli', type: 'Command', list: ['cli/commands.ts', 'cli/trust-commands.ts'] },
  { name: 'version schemes', folder: 'version', type: 'VersionScheme', list: 'version/version-schemes.ts' },
  { name: 'reporters', folder: 'report', type: 'Reporter', list: 'report/reporters.ts' },
  { name: 'matchers', folder: 'match', type: 'Matcher', list: 'match/matchers.ts' },
  { name: 'catalogers', folder: 'catalog', type: '(?:File|Fact)Cataloger', list: 'catalog/catalogers.ts' },
  { name: 'rules about images', folder: 'check/image', type: 'ImageRule', list: 'check/image/image-rules.ts' },
  { name: 'rules about files of images', folder: 'check/image', type: 'FileRule', list: 'check/image/image-rules.ts' },
  { name: 'rules about containers', folder: 'check/container', type: 'ContainerRule', list: 'check/container/container-rules.ts' },
  { name: 'rules about Compose', folder: 'check/compose', type: 'ComposeRule', list: 'check/compose/compose-rules.ts' },
  { name: 'rules about Kubernetes', folder: 'check/kubernetes', type: 'ManifestRule', list: 'check/kubernetes/manifest-rules.ts' },
  { name: 'image sources', folder: 'image/source', type: 'ImageSource', list: 'image/source/image-sources.ts' },
  { name: 'advisory sources', folder: 'advisory/source', type: 'AdvisorySource', list: 'advisory/advisory-sources.ts' },
  { name: 'enrichment sources', folder: 'advisory/enrichment', type: 'EnrichmentSource', list: 'advisory/advisory-sources.ts' },
] as const;

describe('every member of a family is in its list', () => {
  it.each(families)('$name', ({ folder, type, list }) => {
    const listed = [list]
      .flat()
      .map((file) => readFileSync(join(source, file), 'utf8'))
      .join('\n');
    const members = findMembers(folder, type);
    expect(members.length).toBeGreaterThan(0);
    expect(members.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(listed))).toEqual([]);
  });
});

describe('folders of src', () => {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(folders.map(({ name }) => name))('%s has a README of about ten lines', (name) => {
    const readme = join(source, name, 'README.md');
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8').split('\n').length).toBeLessThanOrEqual(26);
  });
});

/** Exported constants of exactly this type. */
function findMembers(folder: string, type: string): { name: string; file: string }[] {
  return readdirSync(join(source, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const found = readFileSync(file, 'utf8').matchAll(new RegExp(`^export const (\\w+): ${type} =`, 'gm'));
      return [...found].map(([, name = '']) => ({ name, file: file.slice(source.length + 1) }));
    });
}
