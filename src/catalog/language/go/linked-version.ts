/** Packages of others that are set to the version of the program; sigs.k8s.io/release-utils/version. */
const packagesForPrograms: ReadonlySet<string> = new Set(['main', 'sigs.k8s.io/release-utils/version']);

/** Longer flags are no command line: characters. */
const maxFlagsCharacters = 64 * 1024;

/**
 * The version that a build set with `-ldflags "-X importpath.Version=1.2.3"` for its main module; cmd/link, -X. `lines` are the `build` lines of the
 * build information. Only a variable of the main module counts, and only if all that do agree.
 */
export function linkedVersion(lines: readonly string[], mainModule: string): string | undefined {
  const flags = lines.find((line) => line.startsWith('-ldflags='))?.slice('-ldflags='.length) ?? '';
  if (flags.length > maxFlagsCharacters) return undefined;
  const versions = new Set<string>();
  for (const [, name = '', version = ''] of unquote(flags).matchAll(
    /-X[\s=]+["']?([^\s"'=]+)=["']?v?(\d+\.\d+(?:\.\d+)?(?:[-+][\w.+-]+)?)(?=["'\s]|$)/g,
  ))
    if (isVersionOf(name, mainModule)) versions.add(`v${version}`);
  const [first, second] = versions;
  return second === undefined ? first : undefined;
}

function isVersionOf(variable: string, mainModule: string): boolean {
  const dot = variable.lastIndexOf('.');
  const [importPath, name] = [variable.slice(0, dot), variable.slice(dot + 1)];
  const isOwn = packagesForPrograms.has(importPath) || importPath === mainModule || importPath.startsWith(`${mainModule}/`);
  return isOwn && /^(?:git|app|build|release|server|program|semantic)?_?(?:semver|version)(?:number|string|tag)?$/i.test(name);
}

/** Go's build information quotes a value with blanks or quotes in it as a string of Go; strconv.Quote. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value.startsWith('`') ? value.slice(1, -1) : value;
  try {
    return String(JSON.parse(value));
  } catch {
    return '';
  }
}
