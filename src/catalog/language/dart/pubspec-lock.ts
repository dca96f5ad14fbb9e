import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { type LanguagePurl } from '../language-package.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../parse-yaml-content.ts';
import { type FileCataloger } from '../../cataloger.ts';

/** pubspec.lock: dart.dev/tools/pub/glossary#lockfile, and dart-lang/pub, lib/src/lock_file.dart. It has no edges. */
export const pubspecLock: FileCataloger = lockCataloger({
  id: 'pubspec-lock',
  ecosystems: ['pub'],
  details: ['development'],
  files: { names: ['pubspec.lock'] },
  prepare: prepareYamlContent,
  parse: (content) => {
    const lock = asObject(parseYamlContent(content));
    return lock === undefined ? unreadableLock(yamlProblem(content)) : parsePubspecLock(lock);
  },
});

function parsePubspecLock(lock: JsonObject): Lock {
  if (!('packages' in lock)) return unreadableLock('has no list of packages');
  const records: LockRecord[] = [];
  const problems: string[] = [];
  for (const [name, value] of Object.entries(asObject(lock['packages']) ?? {})) {
    const entry = asObject(value);
    if (entry === undefined || !isPubName(name)) problems.push('has a package without a valid name');
    else if (asText(entry['source']) !== 'sdk') records.push(readPackage(name, entry));
    else {
      const sdk = asText(entry['description']) ?? name;
      const version = sdkVersion(asText(asObject(lock['sdks'])?.[sdk]));
      if (version === undefined) problems.push(`takes ${name} from the ${sdk} SDK, whose version it does not have`);
      else records.push({ ...readPackage(name, entry), version });
    }
  }
  return { records, problems };
}

function readPackage(name: string, entry: JsonObject): LockRecord {
  const version = asText(entry['version']);
  const dependency = asText(entry['dependency']);
  const isOwn = asText(entry['source']) === 'path';
  const purl = purlOf(asText(entry['source']), asObject(entry['description']));
  return {
    key: name,
    name,
    ...(version === undefined ? {} : { version }),
    ...(isOwn ? { isOwn } : {}),
    // Which of the transitive ones only a development dependency needs is not written down.
    ...(dependency === undefined || isOwn ? {} : { isDirect: dependency.startsWith('direct') }),
    ...(dependency === 'direct dev' ? { isDevelopment: true } : {}),
    ...(purl === undefined ? {} : { purl }),
    dependencies: [],
  };
}

/** pub.dev and its older name are the registry itself, as is the mirror for China. */
const publicHosts: ReadonlySet<string> = new Set(['https://pub.dev', 'https://pub.dartlang.org', 'https://pub.flutter-io.cn']);

function purlOf(source: string | undefined, description: JsonObject | undefined): LanguagePurl | undefined {
  const url = asText(description?.['url'])?.replace(/\/+$/, '');
  if (url === undefined) return undefined;
  if (source === 'hosted') return publicHosts.has(url) ? undefined : { qualifiers: { repository_url: url } };
  const commit = asText(description?.['resolved-ref']);
  return source === 'git' ? { qualifiers: { vcs_url: commit === undefined ? url : `${url}@${commit}` } } : undefined;
}

/** Packages of an SDK have the version 0.0.0; their own is the SDK's, of which the lower bound is known: `>=3.3.0 <4.0.0`, `^3.3.0`. */
function sdkVersion(constraint: string | undefined): string | undefined {
  return /^(?:>=|\^)?\s*(\d[\w.+-]*)/.exec(constraint ?? '')?.[1];
}

/** dart.dev/tools/pub/pubspec, "Name": a Dart identifier. */
export function isPubName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
