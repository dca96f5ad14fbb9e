import { limits } from '../../../model/limits.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { besideByName } from '../beside-by-name.ts';
import { asText, parseJsonObject, type JsonObject } from '../json-object.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';

/**
 * What conda, mamba and pixi note about each package of an environment: `conda-meta/NAME-VERSION-BUILD.json`; docs.conda.io, "Package metadata", PrefixRecord. Its files are
 * relative to the environment.
 */
export const condaInstalled: FileCataloger = manifestCataloger({
  id: 'conda-installed',
  ecosystems: ['conda'],
  details: ['dependencies', 'licenses', 'files'],
  files: { inFolders: [{ folder: 'conda-meta', file: '*.json' }] },
  // It lists each file with its sum.
  maxBytes: limits.lockfileBytes,
  read: (content, { path }, { tree }) => {
    const record = parseJsonObject(content);
    if (record === undefined) return 'is not a JSON object';
    const [name, version] = [asText(record['name']), asText(record['version'])];
    if (name === undefined || version === undefined) return 'has no name and version';
    const license = asText(record['license']);
    const needs = textsIn(record['depends']).map((each) => each.replace(/[\s=<>!~].*$/s, ''));
    const prefix = path.replace(/conda-meta\/[^/]*$/, '');
    const files = textsIn(record['files']);
    return {
      name,
      version,
      licenses: license === undefined ? [] : [license],
      purl: { qualifiers: qualifiersOf(record) },
      ...(files.length === 0 ? {} : { ownedPaths: () => files.map((file) => prefix + file) }),
      ...(needs.length === 0 ? {} : { resolveDependencies: (idAt) => records.resolve(tree, path, needs, idAt) }),
    };
  },
});

/** The version and the build have no hyphens. */
const records = besideByName(() => condaInstalled.files, /^(?<folder>.*\/|)conda-meta\/(?<name>[^/]+)-[^/-]+-[^/-]+\.json$/);

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => asText(each) ?? []) : [];
}

/** purl-spec, conda. */
function qualifiersOf(record: JsonObject): Readonly<Record<string, string>> {
  const [build, subdir] = [asText(record['build']) ?? '', asText(record['subdir']) ?? ''];
  const channel = (asText(record['channel']) ?? '')
    .replace(/\/+$/, '')
    .replace(subdir === '' ? /$^/ : new RegExp(`/${subdir.replace(/[^\w-]/g, '')}$`), '');
  return { build, channel: channel.replace(/^.*\//s, ''), subdir };
}
