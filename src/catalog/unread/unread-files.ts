import { hasUnlockedDependencies, isWithoutModules } from '../language/npm/npm-project.ts';
import { isReadItself } from '../language/python/python-requirements.ts';
import { hasAround } from '../language/has-around.ts';
import { type ContentKind } from '../../model/content-kinds.ts';
import { type PathSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';

/** Files that tell of packages and that no cataloger reads yet. */
export interface UnreadFiles {
  readonly kind: ContentKind;
  /** The subject of the message "… are not supported yet". */
  readonly what: string;
  readonly files: PathSelector;
  /** Only in source trees: in an image what is installed counts, and that is another row's. */
  readonly isSourceOnly?: true;
  /** Which of these files count; all of them when absent. */
  readonly applies?: (path: string, tree: FileTree) => boolean;
}

/** In a source tree, manifests without a lock file in their folder or above it: `what` names them. */
function withoutLock(kind: ContentKind, what: string, manifests: readonly string[], locks: readonly string[]): UnreadFiles {
  return {
    kind,
    what: `${what} without a lock file`,
    files: { names: manifests },
    isSourceOnly: true,
    applies: (path, tree) => !hasAround(tree, path, locks),
  };
}

/**
 * The one table of what is not supported yet: each kind of file that other scanners make packages of. A row goes when its cataloger comes. Not
 * here is what has no advisories anywhere (models, certificates), what can only be guessed (minified scripts, C sources) and what only claims (SBOM
 * documents, which never count for a gate).
 */
export const unreadFiles: readonly UnreadFiles[] = [
  { kind: 'npm', what: 'lock files of Bun in binary form', files: { names: ['bun.lockb'] }, applies: isWithoutModules },
  {
    kind: 'npm',
    what: 'zipped packages of Yarn Plug’n’Play',
    files: { names: ['.pnp.cjs', '.pnp.js'] },
    applies: (path, tree) => !hasAround(tree, path, ['yarn.lock']),
  },
  {
    kind: 'npm',
    what: 'dependencies of a package.json without a lock file',
    files: { names: ['package.json'] },
    applies: hasUnlockedDependencies,
  },
  withoutLock('npm', 'dependencies of a deno.json', ['deno.json', 'deno.jsonc'], ['deno.lock']),
  { kind: 'npm', what: 'packages of Bower', files: { names: ['bower.json'] }, isSourceOnly: true },
  { kind: 'python', what: 'zipped Python eggs', files: { suffixes: ['.egg'] } },
  {
    kind: 'python',
    what: 'dependencies of a setup.py or pyproject.toml without a lock file',
    files: { names: ['setup.py', 'pyproject.toml'] },
    isSourceOnly: true,
    applies: (path, tree) =>
      !hasAround(tree, path, ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'Pipfile.lock', 'requirements.txt']),
  },
  {
    kind: 'python',
    what: 'requirements files of an unusual name',
    files: { suffixes: ['.txt'] },
    isSourceOnly: true,
    applies: (path) => /requirements[^/]*\.txt$/i.test(path) && !isReadItself(path),
  },
  {
    kind: 'python',
    what: 'dependencies of a Pipfile without a lock file',
    files: { names: ['Pipfile'] },
    isSourceOnly: true,
    applies: (path, tree) => !hasAround(tree, path, ['Pipfile.lock']),
  },
  withoutLock('conda', 'dependencies of a pixi.toml', ['pixi.toml'], ['pixi.lock']),
  {
    kind: 'java',
    what: 'dependencies of a Gradle or sbt build without a lock file',
    files: { names: ['build.gradle', 'build.gradle.kts', 'build.sbt'] },
    isSourceOnly: true,
    applies: (path, tree) => !hasAround(tree, path, ['gradle.lockfile', 'build.sbt.lock', 'gradle/verification-metadata.xml']),
  },
  { kind: 'go', what: 'locked dependencies of dep', files: { names: ['Gopkg.lock'] }, isSourceOnly: true },
  {
    kind: 'php',
    what: 'dependencies of a composer.json without a lock file',
    files: { names: ['composer.json'] },
    isSourceOnly: true,
    applies: (path, tree) => !/(?:^|\/)vendor\//.test(path) && !hasAround(tree, path, ['composer.lock', 'vendor/composer/installed.json']),
  },
  {
    kind: 'ruby',
    what: 'dependencies of a Gemfile without a lock file',
    files: { names: ['Gemfile', 'gems.rb'] },
    isSourceOnly: true,
    applies: (path, tree) => !hasAround(tree, path, ['Gemfile.lock', 'gems.locked']),
  },
  {
    kind: 'rust',
    what: 'dependencies of a Cargo.toml without a lock file',
    files: { names: ['Cargo.toml'] },
    isSourceOnly: true,
    applies: (path, tree) => !hasAround(tree, path, ['Cargo.lock']),
  },
  {
    kind: 'dotnet',
    what: 'dependencies of a .NET project without a lock file',
    files: { suffixes: ['.csproj', '.fsproj', '.vbproj'] },
    isSourceOnly: true,
    applies: (path, tree) =>
      !hasAround(tree, path, [
        'packages.lock.json',
        'packages.config',
        'Directory.Packages.props',
        'paket.lock',
        'obj/project.assets.json',
      ]),
  },
  { kind: 'dotnet', what: 'archives of .NET packages', files: { suffixes: ['.nupkg'] }, isSourceOnly: true },
  withoutLock('dotnet', 'dependencies of a paket.dependencies', ['paket.dependencies'], ['paket.lock']),
  withoutLock('conan', 'dependencies of a conanfile.py', ['conanfile.py'], ['conan.lock']),
  withoutLock(
    'erlang',
    'dependencies of a mix.exs, rebar.config or gleam.toml',
    ['mix.exs', 'rebar.config', 'gleam.toml'],
    ['mix.lock', 'rebar.lock', 'manifest.toml'],
  ),
  withoutLock(
    'swift',
    'dependencies of a Package.swift, Podfile or Cartfile',
    ['Package.swift', 'Podfile', 'Cartfile'],
    ['Package.resolved', 'Podfile.lock', 'Cartfile.resolved'],
  ),
  { kind: 'nim', what: 'Nim packages', files: { suffixes: ['.nimble'] }, isSourceOnly: true },
  withoutLock('perl', 'dependencies of a cpanfile', ['cpanfile'], ['cpanfile.snapshot']),
  { kind: 'prolog', what: 'Prolog packages', files: { names: ['pack.pl'] }, isSourceOnly: true },
  { kind: 'clojure', what: 'Clojure packages', files: { names: ['deps.edn', 'project.clj'] }, isSourceOnly: true },
  { kind: 'nix', what: 'Nix packages', files: { names: ['flake.lock'] }, isSourceOnly: true },
  { kind: 'flatpak', what: 'flatpaks', files: { inFolders: [{ under: 'var/lib/flatpak', folder: '*', file: 'metadata' }] } },
  { kind: 'archive', what: 'package archives', files: { suffixes: ['.deb', '.rpm'] }, isSourceOnly: true },
];
