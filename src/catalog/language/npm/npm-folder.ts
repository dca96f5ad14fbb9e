/** Directories other than node_modules in which Node.js of Debian looks for packages: its /usr/share/doc/nodejs/README.Debian. */
const systemModules = ['usr/share/nodejs', 'usr/lib/nodejs'];

const modules = 'node_modules';

/** A package's own folder and the directory that Node.js resolves it in. */
export interface NpmFolder {
  /** `app/node_modules/@scope/name`. */
  readonly folder: string;
  /** `app/node_modules`. */
  readonly container: string;
}

/**
 * Where npm puts a package: directly in a node_modules directory, or one below for scopes; nodejs.org/api/modules.html, loading from
 * node_modules folders. `undefined` for every other folder, such as a package's tests and its `dist/esm`.
 */
export function npmFolderOf(manifestPath: string): NpmFolder | undefined {
  const end = manifestPath.lastIndexOf('/');
  const nameStart = manifestPath.lastIndexOf('/', end - 1) + 1;
  if (end <= 0 || nameStart === 0 || manifestPath.startsWith('.', nameStart)) return undefined;
  const scopeStart = manifestPath.lastIndexOf('/', nameStart - 2) + 1;
  const isScoped = manifestPath.startsWith('@', scopeStart) && scopeStart > 0;
  const container = manifestPath.slice(0, (isScoped ? scopeStart : nameStart) - 1);
  if (!isContainer(container) || (!isScoped && manifestPath.startsWith('@', nameStart))) return undefined;
  return { folder: manifestPath.slice(0, end), container };
}

function isContainer(directory: string): boolean {
  return (
    (directory.endsWith(modules) && (directory.length === modules.length || directory.endsWith(`/${modules}`))) ||
    systemModules.includes(directory)
  );
}

/** Folder of the package that the container belongs to: `app/node_modules/npm` for `app/node_modules/npm/node_modules`. */
export function enclosingFolder(container: string): string | undefined {
  return container.endsWith(`/${modules}`) ? container.slice(0, -modules.length - 1) : undefined;
}

/** The innermost package folder around a file, by the same rule. */
export function npmFolderAround(path: string): string | undefined {
  const container = containerAround(path);
  if (container === undefined) return undefined;
  const nameStart = container.length + 1;
  let end = path.indexOf('/', nameStart);
  if (end !== -1 && path.startsWith('@', nameStart)) end = path.indexOf('/', end + 1);
  return end === -1 ? undefined : path.slice(0, end);
}

function containerAround(path: string): string | undefined {
  const nested = path.lastIndexOf(`/${modules}/`);
  if (nested !== -1) return path.slice(0, nested + modules.length + 1);
  if (path.startsWith(`${modules}/`)) return modules;
  return systemModules.find((directory) => path.startsWith(`${directory}/`));
}

/**
 * Where Node.js looks for `name` from a package's folder, nearest first: its own node_modules, each one around it, then those of the
 * directories above, then the system's.
 */
export function* resolutionPaths(folder: string, name: string): Iterable<string> {
  for (let directory = folder; ; directory = parentOf(directory)) {
    if (!isNamedModules(directory)) yield `${directory === '' ? '' : `${directory}/`}${modules}/${name}/package.json`;
    if (directory === '') break;
  }
  for (const directory of systemModules) yield `${directory}/${name}/package.json`;
}

function isNamedModules(directory: string): boolean {
  return (
    directory.endsWith(modules) && (directory.length === modules.length || directory.charAt(directory.length - modules.length - 1) === '/')
  );
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
