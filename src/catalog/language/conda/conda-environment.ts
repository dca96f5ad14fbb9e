import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseRequirement } from '../python/requirement.ts';

/**
 * environment.yml: docs.conda.io, "Managing environments". A list of match specifications, and of pip's requirements below `pip`. What names no version is not known from this
 * file.
 */
export function parseCondaEnvironment(environment: JsonObject): Lock {
  const list = environment['dependencies'];
  if (list === undefined && !('channels' in environment) && !('name' in environment))
    return unreadableLock('is not an environment of conda');
  const problems: string[] = [];
  const unpinned: string[] = [];
  const records: LockRecord[] = [];
  for (const entry of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    const nested = asObject(entry);
    const read = nested === undefined ? [readMatch(asText(entry) ?? '')] : readPip(nested['pip'], problems);
    for (const one of read) {
      if (one === undefined) problems.push('has a dependency that is no match specification');
      else {
        if (one.version === undefined) unpinned.push(one.name);
        // The solver installs some version of it, whichever that is; what pip is asked for is as in a requirements file.
        if (one.version !== undefined || one.ecosystem === 'conda')
          records.push({ ...one, key: `${one.ecosystem} ${one.name}`, dependencies: [] });
      }
    }
  }
  return { records, problems, unpinned };
}

type Named = Pick<LockRecord, 'name' | 'version' | 'purl'> & { readonly ecosystem: 'conda' | 'pypi' };

/** docs.conda.io, "Package match specifications": `numpy 1.8.1`, `numpy==1.8.1`, `channel::numpy=1.8.1=py27_0`. A wildcard and a range are no version. */
function readMatch(text: string): Named | undefined {
  const [, channel, name, rest = ''] = /^\s*(?:([^\s:]+)::)?([A-Za-z0-9_][\w.-]*)\s*(.*?)\s*$/s.exec(text) ?? [];
  if (name === undefined || /^\d+$/.test(name)) return undefined;
  const version = /^(?:==?\s*)?([\w!][\w.!+]*)(?:(?:\s+|=)[\w.*]+)?$/.exec(rest)?.[1];
  return {
    name: name.toLowerCase(),
    ecosystem: 'conda',
    ...(version === undefined ? {} : { version }),
    ...(channel === undefined ? {} : { purl: { qualifiers: { channel } } }),
  };
}

function readPip(list: unknown, problems: string[]): readonly (Named | undefined)[] {
  if (!Array.isArray(list)) {
    problems.push('has a dependency that is neither a text nor a list for pip');
    return [];
  }
  return list.flatMap((each: unknown) => {
    const text = asText(each);
    if (text === undefined) return [undefined];
    // Options, and files that are included, name no package.
    if (text.startsWith('-')) return [];
    const requirement = parseRequirement(text);
    return [
      requirement === undefined
        ? undefined
        : { name: requirement.name, ecosystem: 'pypi', ...(requirement.version === undefined ? {} : { version: requirement.version }) },
    ];
  });
}
