import { normalizePythonName } from '../../src/catalog/language/python/python-name.ts';
import { type EcosystemId } from '../../src/model/ecosystem.ts';
import { type CaseSuite } from './case-suite.ts';

/** Files of one ecosystem: sets of names and versions, and development where a case says it. */
export interface LanguageSuite extends CaseSuite<readonly string[]> {
  readonly ecosystem: EcosystemId;
  /** Other ecosystems that the same files name packages of. */
  readonly others?: readonly EcosystemId[];
  readonly folders: RegExp;
  readonly normalize?: (name: string) => string;
}

const from = 'Trivy, Syft (Apache-2.0)';

const localModules = [
  'github.com/aquasecurity/go-dep-parser v0.0.0-20211224170007-df43bca6b6ff',
  'github.com/org/repo ',
  'golang.org/x/xerrors ',
  'gopkg.in/yaml.v3 v3.0.0-20210107192922-496545a6307b',
];

/** What a dependency needs itself stands in a repository. None is asked; an issue says that such dependencies are not known. */
function transitive(expected: Readonly<Record<string, readonly string[]>>): LanguageSuite['exceptions'] {
  const why = 'repositories are not asked';
  return Object.fromEntries(
    Object.entries(expected).map(([name, lines]) => [`parsers/java-pom-${name}`, { why, expected: [...lines].sort() }]),
  );
}

/** In the order of their size. */
export const languageSuites: readonly LanguageSuite[] = [
  {
    title: 'packages of pypi',
    from,
    ecosystem: 'pypi',
    folders: /^(?:parsers|catalogers)\/python-/,
    count: 22,
    normalize: normalizePythonName,
    exceptions: {
      'parsers/python-pip-compatible-versions': {
        why: 'a lower bound is not the version that is installed; what is not pinned is an issue',
        expected: [],
      },
      'catalogers/python-setup.py': { why: 'setup.py is a program; its requirements are an issue until it has a lock file', expected: [] },
      'catalogers/python-malformed-record': { why: 'no installer writes a folder named dist-info', expected: [] },
      'parsers/python-uv-lockfile-without-root': {
        why: 'the packages are listed, and the missing project is an issue',
        expected: ['asyncio 3.4.3'],
      },
      'parsers/python-uv-multiple-roots': {
        why: 'the packages are listed, and the second project is an issue',
        expected: ['asyncio 3.4.3'],
      },
    },
  },
  {
    title: 'packages of npm: yarn, pnpm and bun',
    from,
    ecosystem: 'npm',
    folders: /^(?:parsers\/nodejs-(?:yarn|pnpm|bun)|catalogers\/javascript-TestParse(?:Yarn|Pnpm))/,
    count: 18,
    exceptions: {
      'parsers/nodejs-bun-multiple-workspaces': {
        why: 'a workspace is the project’s own code, not a dependency',
        expected: ['chalk 5.0.1', 'lodash 4.17.21'],
      },
      'parsers/nodejs-yarn-yarn-file-with-bad-protocol': {
        why: 'the entry has a name and a version, whatever its range says',
        expected: ['asap 2.0.6', 'jquery 3.4.1'],
      },
    },
  },
  {
    title: 'packages of maven',
    from,
    ecosystem: 'maven',
    folders: /^(?:parsers\/(?:java-pom|gradle|sbt)|catalogers\/java-gradle)/,
    count: 32,
    exceptions: {
      ...transitive({
        'dependency-from-parent-uses-version-from-root-pom-depManageme': [
          'com.example:root-depManagement-in-parent 1.0.0',
          'org.example:example-dependency 2.0.0',
        ],
        exclusions: ['com.example:exclusions 3.0.0', 'org.example:example-nested 3.3.3'],
        'exclusions-in-child': ['com.example:example 1.0.0', 'org.example:example-exclusions 4.0.0'],
        'exclusions-in-child-and-parent-dependency-management': ['com.example:child 3.0.0', 'org.example:example-exclusions 3.0.0'],
        'inherit-scopes-from-child-dependencies-and-their-parents': [
          'com.example:inherit-scopes-from-child-deps-and-their-parents 0.0.1',
          ...['compile', 'empty', 'runtime'].map((scope) => `org.example:example-nested-scope-${scope} 1.0.0`),
        ],
        'inherit-scopes-in-children-from-root-pom': [
          'com.example:inherit-scopes-in-children-from-root 0.0.1',
          ...['compile', 'empty', 'runtime'].map((scope) => `org.example:example-nested-scope-${scope} 1.0.0`),
        ],
        'multi-module': ['com.example:aggregation 1.0.0', 'com.example:module 1.1.1', 'org.example:example-dependency 1.2.3'],
        'overwrite-artifact-version-from-dependencyManagement-in-the-r': [
          'com.example:root-pom-dep-management 1.0.0',
          'org.example:example-nested 3.3.3',
        ],
        'soft-requirement-with-transitive-dependencies': [
          'com.example:soft-transitive 1.0.0',
          'org.example:example-dependency 1.2.3',
          'org.example:example-dependency2 2.3.4',
        ],
        'space-at-the-start-and-or-end-of-the-text-nodes': ['com.example:root-pom-with-spaces 1.0.0', 'org.example:example-nested 3.3.3'],
        'transitive-dependencyManagement-should-not-be-inherited': [
          'org.example:example-dependency-management3 1.1.1',
          'org.example:transitive-dependency-management 2.0.0',
        ],
        // Two projects are in the tree, and both are listed.
        'snapshot-dependency': [
          'com.example:happy 1.0.0',
          'org.example:example-dependency 1.2.3-SNAPSHOT',
          'org.example:example-dependency 2.17.0-SNAPSHOT',
        ],
        'snapshot-repository-with-maven-metadata.xml': [
          'com.example:happy 1.0.0',
          'org.example:example-dependency 1.2.3-SNAPSHOT',
          'org.example:example-dependency 2.17.0-SNAPSHOT',
        ],
        // The list of versions that it imports is in a repository.
        'import-dependencyManagement': ['com.example:import 2.0.0', 'org.example:example-api '],
        'import-multiple-dependencyManagement': ['com.example:import 2.0.0', 'org.example:example-api '],
      }),
      'catalogers/java-gradle.lockfile': {
        why: 'advisories know an artifact by its group, too',
        expected: ['joda-time:joda-time 2.2', 'org.apache.commons:commons-text 1.8'],
      },
    },
  },
  { title: 'packages of jvm', from, ecosystem: 'jvm', folders: /^catalogers\/java-valid/, count: 2, exceptions: {} },
  { title: 'packages of cargo', from, ecosystem: 'cargo', folders: /\/rust-(?:cargo|Test)/, count: 4, exceptions: {} },
  { title: 'packages of composer', from, ecosystem: 'composer', folders: /^parsers\/php-composer/, count: 1, exceptions: {} },
  { title: 'packages of gem', from, ecosystem: 'gem', folders: /\/ruby-/, count: 5, exceptions: {} },
  { title: 'packages of nuget', from, ecosystem: 'nuget', folders: /\/(?:dotnet|nuget)-/, count: 12, exceptions: {} },
  {
    title: 'packages of go',
    from,
    ecosystem: 'go',
    folders: /\/golang-(?:mod|sum|go)/,
    count: 9,
    exceptions: {
      'parsers/golang-mod-normal-with-stdlib': {
        why: 'the standard library has the version that advisories write, without a v',
        expected: [
          'github.com/aquasecurity/go-version v0.0.0-20240603093900-cf8a8d29271d',
          'github.com/davecgh/go-spew v1.1.2-0.20180830191138-d8f796af33cc',
          'github.com/org/repo ',
          'github.com/pmezard/go-difflib v1.0.1-0.20181226105442-5d4384ee4fb2',
          'github.com/stretchr/testify v1.9.0',
          'golang.org/x/xerrors v0.0.0-20231012003039-104605ab7028',
          'stdlib 1.22.5',
        ],
      },
      'parsers/golang-sum-gomod_many.sum': {
        why: 'a module of which only go.mod has a sum is not built',
        expected: [
          'github.com/BurntSushi/toml v0.3.1',
          'github.com/cpuguy83/go-md2man/v2 v2.0.0-20190314233015-f79a8a8ca69d',
          'github.com/davecgh/go-spew v1.1.0',
          'github.com/pmezard/go-difflib v1.0.0',
          'github.com/russross/blackfriday/v2 v2.0.1',
          'github.com/shurcooL/sanitized_anchor_name v1.0.0',
          'github.com/stretchr/objx v0.1.0',
          'github.com/stretchr/testify v1.7.0',
          'github.com/urfave/cli v1.22.5',
          'golang.org/x/xerrors v0.0.0-20200804184101-5ec99f83aff1',
          'gopkg.in/yaml.v3 v3.0.0-20200313102051-9f266ea9e77c',
        ],
      },
      'parsers/golang-mod-replaced-with-local-path': {
        why: 'a module that a folder replaces is listed without a version',
        expected: localModules,
      },
      'parsers/golang-mod-replaced-with-local-path-and-version': {
        why: 'a module that a folder replaces is listed without a version',
        expected: localModules,
      },
    },
  },
  {
    title: 'packages of pub',
    from,
    ecosystem: 'pub',
    folders: /\/dart-/,
    count: 6,
    exceptions: {
      'parsers/dart-pub-not-use-minimum-version': {
        why: 'a package of an SDK has the lowest version of the SDK that the file allows',
        expected: ['crypto 3.0.2', 'flutter_test 3.3.0', 'uuid 3.0.6'],
      },
    },
  },
  { title: 'packages of hex', from, ecosystem: 'hex', folders: /\/(?:hex|elixir|erlang)-/, count: 3, exceptions: {} },
  {
    title: 'packages of swift',
    from,
    ecosystem: 'swift',
    folders: /\/(?:swift-swift|swift-TestParsePackage)/,
    count: 3,
    normalize: (name) => name.replace(/^.*\//, ''),
    exceptions: {},
  },
  {
    title: 'packages of cocoapods',
    from,
    ecosystem: 'cocoapods',
    folders: /\/swift-(?:cocoapods|TestParsePodfile)/,
    count: 4,
    exceptions: {},
  },
  {
    title: 'packages of conan',
    from,
    ecosystem: 'conan',
    folders: /\/(?:c-conan|cpp)-/,
    count: 6,
    exceptions: {
      'catalogers/cpp-TestParseConaninfo-conaninfo.txt': {
        why: 'the package itself is told by the folders of Conan’s cache, which the case does not have',
        expected: ['boost 1.75.0', 'bzip2 1.0.8', 'libbacktrace cci.20210118', 'tinyxml2 9.0.0', 'zlib 1.2.13'],
      },
    },
  },
  { title: 'packages of julia', from, ecosystem: 'julia', folders: /\/julia-/, count: 3, exceptions: {} },
  {
    title: 'packages of hackage',
    from,
    ecosystem: 'hackage',
    folders: /\/haskell-/,
    count: 3,
    exceptions: {
      'catalogers/haskell-TestParseStackLock-stack.yaml.lock': {
        why: 'a package from a repository is a package',
        expected: [
          'HTTP 4000.3.16',
          'configurator-pg 0.2.6',
          'hasql-dynamic-statements 0.3.1.1',
          'hasql-implicits 0.1.0.4',
          'hasql-pool 0.5.2.2',
          'kore 0.60.0.0',
          'lens-aeson 1.1.3',
          'optparse-applicative 0.16.1.0',
          'protolude 0.3.2',
          'ptr 0.16.8.2',
        ],
      },
    },
  },
  { title: 'packages of cran', from, ecosystem: 'cran', folders: /\/r-/, count: 1, exceptions: {} },
  {
    title: 'packages of conda',
    from,
    ecosystem: 'conda',
    others: ['pypi'],
    folders: /\/conda-/,
    count: 7,
    exceptions: {
      'parsers/conda-environment-dependency-line-contains-only-operators': { why: 'the file pins numpy, too', expected: ['numpy 1.26.4'] },
    },
  },
  { title: 'packages of luarocks', from, ecosystem: 'luarocks', folders: /\/lua-/, count: 3, exceptions: {} },
  {
    title: 'packages of opam',
    from,
    ecosystem: 'opam',
    folders: /\/ocaml-/,
    count: 1,
    exceptions: { 'catalogers/ocaml-opam': { why: 'the name is that of the folder, which the case does not have', expected: [] } },
  },
  { title: 'packages of pear', from, ecosystem: 'pear', folders: /\/php-v[56]/, count: 3, exceptions: {} },
  {
    title: 'packages of wordpress',
    from,
    ecosystem: 'wordpress',
    folders: /\/(?:frameworks-wordpress|wordpress)-/,
    count: 3,
    exceptions: {},
  },
  { title: 'packages of github', from, ecosystem: 'github', folders: /\/githubactions-/, count: 2, exceptions: {} },
];
