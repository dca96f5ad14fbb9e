import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, parseJsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { isName, isVersion } from './pom-facts.ts';

/** build.sbt.lock, which the plugin sbt-dependency-lock writes: stringbean/sbt-dependency-lock, "Lockfile format". */
export const sbtLock: FileCataloger = lockCataloger({
  id: 'sbt-lock',
  ecosystems: ['maven'],
  details: ['development'],
  files: { suffixes: ['.sbt.lock'] },
  parse: (content) => {
    const lock = parseJsonObject(content);
    return lock === undefined ? unreadableLock('is not a JSON object') : parseSbtLock(lock);
  },
});

function parseSbtLock(lock: Readonly<Record<string, unknown>>): Lock {
  const dependencies = lock['dependencies'];
  if (!Array.isArray(dependencies)) return unreadableLock('has no list of dependencies');
  let unread = 0;
  const records = dependencies.flatMap((value): readonly LockRecord[] => {
    const entry = asObject(value);
    const [group, artifact, version] = [asText(entry?.['org']), asText(entry?.['name']), asText(entry?.['version'])];
    if (!isName(group) || !isName(artifact) || !isVersion(version)) {
      unread += 1;
      return [];
    }
    const listed: unknown = entry?.['configurations'];
    const configurations = Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
    const isDevelopment =
      configurations.length > 0 && configurations.every((one) => /^(?:test|it|integration-test)(?:-internal)?$/i.test(one));
    const name = `${group}:${artifact}`;
    return [{ key: `${name}:${version}`, name, version, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] }];
  });
  return { records, problems: unread === 0 ? [] : [`has ${unread} dependencies without valid coordinates`] };
}
