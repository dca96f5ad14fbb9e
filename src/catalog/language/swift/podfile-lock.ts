import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { type LanguagePurl } from '../language-package.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';

/**
 * Podfile.lock: CocoaPods/Core, lib/cocoapods-core/lockfile.rb. `PODS` is a list of `Name (version)`, with the pods that each needs below it; `DEPENDENCIES` are what
 * the project asks for. A part of a pod, `Name/Part`, is listed like a pod of its own.
 */
export function parsePodfileLock(lock: JsonObject): Lock {
  if (!('PODS' in lock) && !('COCOAPODS' in lock)) return unreadableLock('is not a lock file of CocoaPods');
  const pods = Array.isArray(lock['PODS']) ? lock['PODS'] : [];
  const direct = Array.isArray(lock['DEPENDENCIES']) ? new Set(lock['DEPENDENCIES'].map((each) => nameOf(asText(each) ?? ''))) : undefined;
  const sources = sourcesOf(lock);
  let refused = 0;
  const records = pods.flatMap((pod: unknown): readonly LockRecord[] => {
    const [written, needs] = typeof pod === 'string' ? [pod, []] : (Object.entries(asObject(pod) ?? {})[0] ?? ['', []]);
    const [, name, version] = /^(\S+) \(([^)=<>~ ]+)\)$/.exec(written.trim()) ?? [];
    if (name === undefined || version === undefined) {
      refused += 1;
      return [];
    }
    const dependencies = Array.isArray(needs) ? needs.map((each) => nameOf(asText(each) ?? '')) : [];
    const record = { key: name, name, version, dependencies };
    const source = sources.get(podOf(name));
    if (source === 'own') return [{ ...record, isOwn: true }];
    return [{ ...record, purl: purlOf(name, source), ...(direct === undefined ? {} : { isDirect: direct.has(name) }) }];
  });
  return { records, problems: refused === 0 ? [] : [`has ${refused} pods without a name and version`] };
}

/** `PINCache/Core (= 3.0.3)`, ``Own (from `../Own`)`` */
function nameOf(written: string): string {
  return written.replace(/\s.*$/s, '');
}

function podOf(name: string): string {
  return name.replace(/\/.*$/s, '');
}

/** By pod: `own` for a folder, the qualifiers of a repository. */
function sourcesOf(lock: JsonObject): ReadonlyMap<string, Readonly<Record<string, string>> | 'own'> {
  const sources = new Map<string, Readonly<Record<string, string>> | 'own'>();
  for (const [repository, pods] of Object.entries(asObject(lock['SPEC REPOS']) ?? {})) {
    if (publicRepositories.test(repository) || !Array.isArray(pods)) continue;
    for (const pod of pods) sources.set(asText(pod) ?? '', { repository_url: repository });
  }
  const checkouts = asObject(lock['CHECKOUT OPTIONS']);
  for (const [pod, value] of Object.entries(asObject(lock['EXTERNAL SOURCES']) ?? {})) {
    const source = asObject(value) ?? {};
    const checkout = asObject(checkouts?.[pod]) ?? source;
    const repository = asText(checkout[':git']);
    const commit = asText(checkout[':commit']) ?? asText(checkout[':tag']) ?? asText(checkout[':branch']);
    if (repository !== undefined) sources.set(pod, { vcs_url: commit === undefined ? repository : `${repository}@${commit}` });
    else if (':path' in source) sources.set(pod, 'own');
  }
  return sources;
}

const publicRepositories = /^trunk$|^https:\/\/github\.com\/CocoaPods\/Specs(?:\.git)?$|^https:\/\/cdn\.cocoapods\.org\/?$/i;

/** purl-spec, cocoapods: a part of a pod is the subpath. */
function purlOf(name: string, qualifiers: Readonly<Record<string, string>> | undefined): LanguagePurl {
  const pod = podOf(name);
  return {
    name: pod,
    ...(pod === name ? {} : { subpath: name.slice(pod.length + 1) }),
    ...(qualifiers === undefined ? {} : { qualifiers }),
  };
}
