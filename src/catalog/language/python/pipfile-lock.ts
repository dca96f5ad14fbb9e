import { asObject, asText, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { normalizePythonName } from './python-name.ts';

/** Pipfile.lock: pipenv.pypa.io. Every section but `_meta` is a category; `develop` is for development. */
export function parsePipfileLock(lock: JsonObject): Lock {
  const records: LockRecord[] = [];
  const problems: string[] = [];
  const categories = Object.entries(lock).filter(([category]) => category !== '_meta');
  if (asObject(lock['_meta']) === undefined && asObject(lock['default']) === undefined)
    return { records, problems: ['is not a lock file'] };
  for (const [category, value] of categories) {
    for (const [name, entry] of Object.entries(asObject(value) ?? {})) {
      const pin = asText(asObject(entry)?.['version']) ?? asText(entry);
      const version = /^={2,3}\s*([^\s*]+)$/.exec(pin ?? '')?.[1];
      const normalized = normalizePythonName(name);
      records.push({
        key: `${category} ${normalized}`,
        name: normalized,
        ...(version === undefined ? {} : { version }),
        ...(category === 'develop' ? { isDevelopment: true } : {}),
        dependencies: [],
      });
    }
  }
  return { records, problems };
}
