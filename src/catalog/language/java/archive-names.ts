/** What a name inside an archive is to the catalog. */
export type EntryKind = 'manifest' | 'pom.properties' | 'pom.xml' | 'archive' | 'class';

/** Formats of Java archives: the JVM's and Jakarta EE's, Android's, and those of JBoss, NiFi, Karaf, Liferay and Jenkins. All are zip archives. */
export const archiveSuffixes: ReadonlySet<string> = new Set([
  ...['.jar', '.war', '.ear', '.aar', '.par', '.sar', '.nar', '.kar', '.lpkg', '.jpi', '.hpi'],
]);

export function isArchiveName(path: string): boolean {
  const dot = path.lastIndexOf('.');
  // Nearly every file is told apart by the length of its suffix.
  if (dot === -1 || path.length - dot > 5 || path.length - dot < 4) return false;
  return archiveSuffixes.has(path.slice(dot).toLowerCase());
}

export function kindOfEntry(name: string): EntryKind | undefined {
  if (name.endsWith('.class')) return 'class';
  if (name === 'META-INF/MANIFEST.MF') return 'manifest';
  // Maven writes both below META-INF/maven; what shading moved elsewhere still names its artifact. A pom.xml elsewhere may be a template.
  if (name.endsWith('/pom.properties') || name === 'pom.properties') return 'pom.properties';
  if (name.startsWith('META-INF/') && name.endsWith('/pom.xml')) return 'pom.xml';
  return isArchiveName(name) ? 'archive' : undefined;
}

/** Where applications keep their own classes; the package comes behind it. */
const classRoots = ['BOOT-INF/classes/', 'WEB-INF/classes/'];

/** The folder of a class, at most three deep; `undefined` where it tells nothing. */
export function folderOfClass(name: string): string | undefined {
  const root = classRoots.find((one) => name.startsWith(one)) ?? '';
  const folders = name.slice(root.length).split('/').slice(0, -1);
  if (folders.length < 2 || folders[0] === 'META-INF') return undefined;
  return folders.slice(0, 3).join('/');
}
