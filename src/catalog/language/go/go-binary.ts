import { type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue } from '../../../model/issue.ts';
import { packageId } from '../../../model/package.ts';
import { formatPurl } from '../../../model/purl.ts';
import { type Catalogued, type CataloguedPackage, type FactCataloger } from '../../cataloger.ts';
import { type GoBuildInfo } from './build-info.ts';
import { goBuildInfo } from './go-build-info.ts';
import { releaseOfGo } from './go-version.ts';
import { parseModuleList, type GoModule, type GoModuleList } from './module-list.ts';

/** The modules that a Go executable was built from, by its own build information: pkg.go.dev/runtime/debug, BuildInfo. */
export const goBinary: FactCataloger = {
  id: 'go-binary',
  evidence: 'binary',
  ecosystems: ['go'],
  details: ['dependencies'],
  reads: 'Go executables (ELF, PE, Mach-O)',
  inspector: goBuildInfo,
  catalogFact: (file, value) => catalogGoBinary(file, value as GoBuildInfo),
};

function catalogGoBinary(file: TreeEntry, info: GoBuildInfo): Catalogued {
  const list = parseModuleList(info.modules ?? '');
  const dependencies = [...standardModules(info, list), ...list.dependencies].map((module) => makePackage(module, file));
  // Without a version it is what somebody built here, and no advisory speaks of it.
  const main =
    list.main === undefined ? [] : [{ ...makePackage(list.main, file), ...(list.main.version === undefined ? { isOwn: true } : {}) }];
  const packages = [...main.map((made) => ({ ...made, dependencies: dependencies.map(({ id }) => id) })), ...dependencies];
  const problems = [...list.problems, ...(info.problem === undefined ? [] : [info.problem]), ...withoutModules(info, list)];
  const where = { path: file.path, layerIndex: file.layerIndex, contentKind: 'go-binary' } as const;
  return {
    packages,
    issues: [],
    unlessOwned: problems.map((problem) => makeIssue('EXECUTABLE_UNREADABLE', goBinary.id, `${file.path}: ${problem}`, where)),
  };
}

/** The standard library is in every executable; Go's own commands are its toolchain, which has advisories of its own. */
function standardModules({ goVersion }: GoBuildInfo, { path }: GoModuleList): readonly GoModule[] {
  if (goVersion === undefined) return [];
  const version = releaseOfGo(goVersion);
  const names = path?.startsWith('cmd/') === true ? ['stdlib', 'toolchain'] : ['stdlib'];
  return names.map((name) => (version === undefined ? { name } : { name, version }));
}

/** Builds by other tools than the go command, or without modules, list none; Go's own commands have none. */
function withoutModules(info: GoBuildInfo, { path, main, dependencies }: GoModuleList): readonly string[] {
  const isListed = main !== undefined || dependencies.length > 0 || path?.startsWith('cmd/') === true;
  return isListed || info.problem !== undefined ? [] : ['is a Go program that does not list its modules'];
}

/** purl-spec, golang: the namespace is all of the module's path but its last segment. */
function makePackage({ name, version }: GoModule, file: TreeEntry): CataloguedPackage {
  const slash = name.lastIndexOf('/');
  const purl = formatPurl({
    type: 'golang',
    ...(slash <= 0 ? {} : { namespace: name.slice(0, slash) }),
    name: name.slice(slash + 1) || name,
    ...(version === undefined ? {} : { version }),
  });
  return {
    id: packageId(purl, file.path),
    purl,
    ecosystem: 'go',
    name,
    ...(version === undefined ? {} : { version }),
    locations: [{ path: file.path, layerIndex: file.layerIndex }],
    licenses: [],
    dependencies: [],
  };
}
