/** What the name of an archive says: `commons-io-2.6.jar`, `org.eclipse.osgi_3.18.0.jar`. */
export interface ArchiveFileName {
  /** Without folders and suffix. */
  readonly base: string;
  readonly artifact: string;
  readonly version?: string;
}

/** Words that may follow a version, so that a number behind them does not begin another: `1.0-beta-2.1`. */
const qualifiers =
  /^(?:alpha|beta|milestone|rc|cr|m|b|build|final|ga|sp|snapshot|release|incubating|jre|android|jdk\w*|java\w*|redhat|hotfix|patch|pre|preview)\d*$/i;

export function parseArchiveFileName(path: string): ArchiveFileName {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const base = name.slice(0, name.lastIndexOf('.'));
  for (let at = base.search(/[-_]\d/); at > 0; at = nextCut(base, at)) {
    const version = base.slice(at + 1);
    // Part of the artifact: Scala's version in `akka-actor_2.13-2.6.20`, an architecture in `filesystem.linux.x86_64_1.4.0`.
    if (base.charAt(at) === '_' && /^\d[\d.]*[-_]\d+\./.test(version)) continue;
    if (isOneVersion(version)) return { base, artifact: base.slice(0, at), version };
  }
  // Days as versions: `closure-compiler-v20230802`.
  const [, artifact, version] = /^(.+)-(v\d{8})$/.exec(base) ?? [];
  return artifact === undefined || version === undefined ? { base, artifact: base } : { base, artifact, version };
}

function nextCut(base: string, at: number): number {
  const found = base.slice(at + 1).search(/[-_]\d/);
  return found === -1 ? -1 : at + 1 + found;
}

/** Not `1.2-api-2.17.1`: a word that is no qualifier, with a version behind it, is part of the artifact's name. */
function isOneVersion(version: string): boolean {
  const parts = version.split(/[-_]/);
  const word = parts.findIndex((part) => /^[a-z]/i.test(part) && !qualifiers.test(part));
  return word === -1 || !parts.slice(word + 1).some((part) => /^\d+\.\d/.test(part));
}
