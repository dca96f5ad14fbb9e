import { limits } from '../../../model/limits.ts';
import { linkedVersion } from './linked-version.ts';

/** One module of an executable, as it was built: a replacement takes the place of the module. */
export interface GoModule {
  readonly name: string;
  /** With its `v`. Absent for what was built from a folder: the main module without a tag or linker flags, and a module that a folder replaces. */
  readonly version?: string;
  /** What the source imports it as, where another module replaces it. */
  readonly replaces?: string;
}

export interface GoModuleList {
  /** The package with `main`, such as `github.com/docker/cli/cmd/docker`. */
  readonly path?: string;
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  readonly problems: readonly string[];
}

/** The text of runtime/debug.BuildInfo: `path`, `mod`, `dep`, `=>` and `build` lines, their fields separated by tabs. Never throws. */
export function parseModuleList(text: string): GoModuleList {
  const modules: { kind: string; written: GoModule; replacement?: GoModule }[] = [];
  const problems: string[] = [];
  const settings: string[] = [];
  let path: string | undefined;
  for (const line of text.split('\n')) {
    const [kind = '', name = '', version = ''] = line.split('\t');
    if (kind === 'path') path = name || undefined;
    else if (kind === 'build') settings.push(name);
    else if (kind === 'mod' || kind === 'dep') {
      if (modules.length === limits.goModules) {
        problems.push(`lists more than ${limits.goModules} modules`);
        break;
      }
      if (name === '') problems.push('lists a module without a name');
      else modules.push({ kind, written: makeModule(name, version) });
    } else if (kind === '=>' && modules.length > 0) modules[modules.length - 1]!.replacement = makeModule(name, version);
  }
  const resolved = modules.map(({ kind, written, replacement }) => ({ kind, module: resolve(written, replacement) }));
  const built = resolved.find(({ kind }) => kind === 'mod')?.module;
  const main = built?.version === undefined ? withVersion(built, settings) : built;
  return {
    ...(path === undefined ? {} : { path }),
    ...(main === undefined ? {} : { main }),
    dependencies: resolved.filter(({ kind }) => kind === 'dep').map(({ module }) => module),
    problems,
  };
}

/** What was built from a folder without a tag often has its version in the flags of the linker. */
function withVersion(main: GoModule | undefined, settings: readonly string[]): GoModule | undefined {
  const version = main === undefined ? undefined : linkedVersion(settings, main.name);
  return main === undefined || version === undefined ? main : { ...main, version };
}

/** `(devel)` says that the module was built from a folder. */
function makeModule(name: string, version: string): GoModule {
  return version === '' || version === '(devel)' ? { name } : { name, version };
}

/** A folder (`./api`, `../x`, `/src/x`, `C:\x`) has the module's name and code of its own; any other replacement is a module with a name. */
function resolve(written: GoModule, replacement: GoModule | undefined): GoModule {
  if (replacement === undefined) return written;
  if (replacement.version === undefined || replacement.name === '' || isFolder(replacement.name)) return { name: written.name };
  return replacement.name === written.name ? replacement : { ...replacement, replaces: written.name };
}

function isFolder(name: string): boolean {
  return /^(?:\.{0,2}[/\\]|\.{1,2}$|[A-Za-z]:)/.test(name);
}
