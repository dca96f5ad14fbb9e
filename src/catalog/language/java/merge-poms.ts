import { type PomFact } from './archive-fact.ts';

/** What an archive, or a part of it, is. */
export interface Artifact {
  readonly group?: string;
  readonly artifact: string;
  readonly version?: string;
  readonly licenses: readonly string[];
  /** Set where the group is not known, or only what the manifest suggests: advisories may know the artifact under another. */
  readonly isGroupGuessed?: true;
  /** Where that is a pom. */
  readonly from?: PomFact['from'];
}

/** One artifact for each folder of META-INF/maven: pom.properties has what the build replaced, pom.xml the licences. In order of their folders. */
export function mergePoms(poms: readonly PomFact[]): readonly Artifact[] {
  const byFolder = new Map<string, { properties?: PomFact; xml?: PomFact }>();
  for (const pom of poms) {
    const pair = byFolder.get(pom.folder) ?? {};
    byFolder.set(pom.folder, pair);
    if (pom.from === 'pom.properties') pair.properties ??= pom;
    else pair.xml ??= pom;
  }
  const artifacts = [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([folder, pair]) => toArtifact(folder, pair) ?? []);
  return [...new Map(artifacts.map((one) => [`${one.group ?? ''}:${one.artifact}:${one.version ?? ''}`, one])).values()];
}

function toArtifact(folder: string, { properties, xml }: { properties?: PomFact; xml?: PomFact }): Artifact | undefined {
  // Maven's archiver names the folder by group and artifact.
  const [, folderGroup, folderArtifact] = /^META-INF\/maven\/([^/]+)\/([^/]+)$/.exec(folder) ?? [];
  const group = properties?.group ?? xml?.group ?? folderGroup;
  const artifact = properties?.artifact ?? xml?.artifact ?? folderArtifact;
  const version = properties?.version ?? xml?.version;
  // Without a group, which a pom of Maven has, it names nothing that advisories know.
  if (artifact === undefined || group === undefined) return undefined;
  return {
    group,
    artifact,
    ...(version === undefined ? {} : { version }),
    licenses: xml?.licenses ?? [],
    from: properties === undefined ? 'pom.xml' : 'pom.properties',
  };
}
