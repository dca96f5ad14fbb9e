import { hasAround } from '../has-around.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { isPubName } from './pubspec-lock.ts';

/** pubspec.yaml: dart.dev/tools/pub/pubspec. In pub's cache it is that of an installed package, anywhere else the project's own. */
export const pubspec: FileCataloger = manifestCataloger({
  id: 'pubspec',
  ecosystems: ['pub'],
  details: [],
  files: { names: ['pubspec.yaml', 'pubspec.yml'] },
  prepare: prepareYamlContent,
  read: (content, { path }, { tree }) => {
    const manifest = asObject(parseYamlContent(content));
    if (manifest === undefined) return yamlProblem(content);
    const name = asText(manifest['name']);
    if (name === undefined || !isPubName(name)) return 'has no valid name';
    const version = asText(manifest['version']);
    const found = { name, ...(version === undefined ? {} : { version }) };
    const host = cacheHost(path);
    if (host === undefined) {
      const unpinned = hasAround(tree, path, ['pubspec.lock']) ? [] : openDependencies(manifest);
      return { ...found, isOwn: true, evidence: 'declared', unpinned };
    }
    return publicHosts.has(host) ? found : { ...found, purl: { qualifiers: { repository_url: `https://${host}` } } };
  },
});

/** Those of an SDK or a folder have the version of that. */
function openDependencies(manifest: JsonObject): readonly string[] {
  return Object.entries(asObject(manifest['dependencies']) ?? {}).flatMap(([name, value]) => {
    const place = asObject(value);
    return place !== undefined && ('sdk' in place || 'path' in place) ? [] : [name];
  });
}

const publicHosts: ReadonlySet<string> = new Set(['pub.dev', 'pub.dartlang.org']);

/** `hosted/HOST/NAME-VERSION/pubspec.yaml`: dart-lang/pub, lib/src/source/hosted.dart. */
function cacheHost(path: string): string | undefined {
  return /(?:^|\/)hosted\/([^/]+)\/[^/]+-\d[^/]*\/pubspec\.ya?ml$/.exec(path)?.[1];
}
