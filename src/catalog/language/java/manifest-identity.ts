import { type ArchiveFact } from './archive-fact.ts';
import { type ArchiveFileName } from './archive-file-name.ts';
import { findKnownGroup } from './known-groups.ts';
import { type Artifact } from './merge-poms.ts';
import { isName, isVersion } from './pom-facts.ts';

/** What the manifest says that the archive is; `undefined` where it has no version. */
export function manifestIdentity(fact: ArchiveFact, name: ArchiveFileName): Artifact | undefined {
  const { manifest } = fact;
  if (manifest === undefined) return undefined;
  const plugin = pluginIdentity(manifest);
  if (plugin !== undefined) return plugin;
  const version = versionOf(manifest, name);
  if (version === undefined) return undefined;
  const symbolic = manifest['bundle-symbolicname']?.split(';')[0]!.trim();
  const licenses = bundleLicensesOf(fact);
  const fromFile = artifactBefore(name, version);
  const known = knownArtifact(fromFile, fact.folders) ?? knownArtifact(symbolic?.slice(symbolic.lastIndexOf('.') + 1), fact.folders);
  if (known !== undefined) return { ...known, version, licenses };
  // The name of the file before the version that both have; a title or a bundle may be called otherwise.
  const artifact = [fromFile, manifest['implementation-title'], symbolic, name.base].find(isName);
  if (artifact === undefined) return undefined;
  const proved = findKnownGroup(artifact, fact.folders);
  if (proved !== undefined) return { group: proved, artifact, version, licenses };
  const group = groupOf(manifest);
  return { ...(group === undefined ? {} : { group }), artifact, version, licenses, isGroupGuessed: true };
}

/** A bundle's name may end with the artifact's, whatever the file is called: `org.apache.tomcat-embed-core`. */
function knownArtifact(artifact: string | undefined, folders: readonly string[]): Pick<Artifact, 'group' | 'artifact'> | undefined {
  const group = isName(artifact) ? findKnownGroup(artifact, folders) : undefined;
  return group === undefined || artifact === undefined ? undefined : { group, artifact };
}

/** Jenkins plugins and bundles of NiFi have attributes of their own. */
function pluginIdentity(manifest: Readonly<Record<string, string>>): Artifact | undefined {
  const isNar = manifest['nar-id'] !== undefined;
  const [group, artifact, version] = isNar
    ? [manifest['nar-group'], manifest['nar-id'], manifest['nar-version']]
    : [manifest['group-id'], manifest['short-name'] ?? manifest['extension-name'], manifest['plugin-version']];
  // `1.2 (private-abc)` is a build that was not published.
  const number = version?.split(' ')[0];
  if (!isName(artifact) || !isVersion(number)) return undefined;
  return { ...(isName(group) ? { group } : { isGroupGuessed: true }), artifact, version: number, licenses: [] };
}

function versionOf(manifest: Readonly<Record<string, string>>, { base, version }: ArchiveFileName): string | undefined {
  const [implementation, bundle, specification] = ['implementation-version', 'bundle-version', 'specification-version'].map((key) => {
    const value = manifest[key]?.split(/\s/)[0];
    return isVersion(value) && /\d/.test(value) ? value : undefined;
  });
  const inName = [implementation, bundle, specification].find((one) => one !== undefined && isAtEnd(base, one));
  if (inName !== undefined) return inName;
  // OSGi writes three numbers and a word, `31.1-jre` as `31.1.0.jre`; others write the build behind the version.
  if (version !== undefined && bundle !== undefined && osgiVersion(version) === bundle) return version;
  if (version !== undefined && [implementation, bundle].some((one) => one?.startsWith(`${version}.`) === true)) return version;
  return implementation ?? bundle;
}

function isAtEnd(base: string, version: string): boolean {
  const at = base.lastIndexOf(version);
  return at > 0 && /[-_]/.test(base.charAt(at - 1)) && /^(?:$|[-_.])/.test(base.slice(at + version.length));
}

function artifactBefore({ base, artifact, version: written }: ArchiveFileName, version: string): string | undefined {
  if (isAtEnd(base, version)) return base.slice(0, base.lastIndexOf(version) - 1);
  return written === undefined ? undefined : artifact;
}

/** OSGi Core, "Version": `major.minor.micro.qualifier`. */
function osgiVersion(version: string): string {
  const [, numbers = '', rest = ''] = /^(\d+(?:\.\d+){0,2})[.-]?(.*)$/.exec(version) ?? [];
  const parts = [...numbers.split('.'), '0', '0'].slice(0, 3).join('.');
  return rest === '' ? parts : `${parts}.${rest.replace(/[^\w-]/g, '_')}`;
}

/** Maven writes the project's group as the vendor's id. `org.apache` or `com.sun` there is the publisher's name, and no group. */
function groupOf(manifest: Readonly<Record<string, string>>): string | undefined {
  const vendor = manifest['implementation-vendor-id'];
  return isName(vendor) && vendor.split('.').length >= 3 ? vendor : undefined;
}

/** OSGi Core, "Bundle-License": a list of names or addresses, each with attributes. */
export function bundleLicensesOf({ manifest }: ArchiveFact): readonly string[] {
  const text = manifest?.['bundle-license'] ?? '<<EXTERNAL>>';
  if (text === '<<EXTERNAL>>') return [];
  return text.split(',').flatMap((one) => one.split(';')[0]!.trim().replace(/^"|"$/g, '') || []);
}
