import { parseXml, XmlError } from '../../../lib/xml/parse-xml.ts';
import { limits } from '../../../model/limits.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { textOf } from '../text-of.ts';
import { isName, isVersion } from './pom-facts.ts';

/**
 * What Gradle locks: gradle.lockfile and buildscript-gradle.lockfile, one file for each configuration in dependency-locks before Gradle 6.8, and verification-metadata.xml, which lists everything that a build
 * downloads. docs.gradle.org, "Locking Versions" and "Verifying dependencies".
 */
export const gradleLock: FileCataloger = lockCataloger({
  id: 'gradle-lock',
  ecosystems: ['maven'],
  details: ['development'],
  files: {
    names: ['gradle.lockfile', 'buildscript-gradle.lockfile', 'verification-metadata.xml'],
    inFolders: [{ folder: 'dependency-locks', file: '*.lockfile' }],
  },
  parse: (content, { path }) => {
    const text = textOf(content);
    if (path.endsWith('.xml')) return parseVerification(text);
    const name = path.slice(path.lastIndexOf('/') + 1, -'.lockfile'.length);
    return parseLockfile(text, /(?:^|-)gradle$/.test(name) ? undefined : name);
  },
});

/** Lines are `group:artifact:version=configuration,configuration`; `empty=` lists configurations without dependencies. */
function parseLockfile(text: string, fileConfiguration: string | undefined): Lock {
  const records: LockRecord[] = [];
  let unread = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#') || entry.startsWith('empty=')) continue;
    const equals = entry.indexOf('=');
    const [group, artifact, version, ...more] = (equals === -1 ? entry : entry.slice(0, equals)).split(':');
    const configurations = fileConfiguration === undefined ? entry.slice(equals + 1).split(',') : [fileConfiguration];
    if (!isName(group) || !isName(artifact) || !isVersion(version) || more.length > 0 || (equals === -1 && fileConfiguration === undefined))
      unread += 1;
    else records.push(toRecord(`${group}:${artifact}`, version, configurations.every(isDevelopmentConfiguration)));
  }
  return { records, problems: unread === 0 ? [] : [`has ${unread} lines that are no locked dependencies`] };
}

function toRecord(name: string, version: string, isDevelopment: boolean): LockRecord {
  return { key: `${name}:${version}`, name, version, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] };
}

/** Tests, the build script and what runs in the build itself; `classpath` is the build script's. */
function isDevelopmentConfiguration(written: string): boolean {
  const name = written.trim();
  if (/^(?:test|androidTest|integrationTest|functionalTest|jmh)(?=[A-Z]|$)/.test(name)) return true;
  if (/(?:UnitTest|AndroidTest|Test)(?:Compile|Runtime)Classpath$/.test(name) || /nnotationProcessor(?:Classpath)?$/.test(name))
    return true;
  return /^(?:classpath|kapt|ksp|checkstyle|pmd|spotbugs|jacoco|detekt|ktlint|errorprone|codenarc|lint)(?=[A-Z]|$)/.test(name);
}

function parseVerification(text: string): Lock {
  try {
    const root = parseXml(text, { maxDepth: limits.pomDepth, maxElements: limits.lockfileElements });
    if (root.name !== 'verification-metadata') return unreadableLock('is not a list of verified dependencies');
    const components = root.children.filter(({ name }) => name === 'components').flatMap(({ children }) => children);
    let unread = 0;
    const records = components.flatMap(({ attributes }): readonly LockRecord[] => {
      const [group, artifact, version] = ['group', 'name', 'version'].map((name) => attributes.get(name));
      if (isName(group) && isName(artifact) && isVersion(version)) return [toRecord(`${group}:${artifact}`, version, false)];
      unread += 1;
      return [];
    });
    return { records, problems: unread === 0 ? [] : [`has ${unread} components without valid coordinates`] };
  } catch (error) {
    if (error instanceof XmlError) return unreadableLock(error.message);
    throw error;
  }
}
