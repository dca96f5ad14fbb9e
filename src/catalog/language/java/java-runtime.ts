import { type FileTree } from '../../../model/file-tree.ts';
import { type FileCataloger } from '../../cataloger.ts';
import { manifestCataloger, type Manifest } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';

/** Java runtimes and development kits by the file `release` in their home: JEP 223, and make/ReleaseFile.gmk of OpenJDK. */
export const javaRuntime: FileCataloger = manifestCataloger({
  id: 'java-runtime',
  ecosystems: ['jvm'],
  details: [],
  files: { names: ['release'] },
  read: (content, file, { tree }) => {
    const values = parseRelease(textOf(content));
    return values.has('JAVA_VERSION') ? readRuntime(values, file.path, tree) : undefined;
  },
});

/** Lines are `NAME="value"`, with the quotes that a shell takes. */
function parseRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]{1,64})=(["']?)(.*)\2$/.exec(line.trim());
    if (match !== null && match[3] !== '') values.set(match[1]!, match[3]!);
  }
  return values;
}

function readRuntime(values: ReadonlyMap<string, string>, path: string, tree: FileTree): Manifest | string {
  // The longest has the number of the build: `1.8.0_411-b25`, `21.0.4+7-LTS`.
  const version = ['FULL_VERSION', 'JAVA_RUNTIME_VERSION', 'SEMANTIC_VERSION', 'JAVA_VERSION']
    .map((name) => values.get(name))
    .find(isVersion);
  if (version === undefined) return 'has no valid version of Java';
  const repository = values.get('SOURCE_REPO') ?? values.get('BUILD_SOURCE_REPO');
  const { name, vendor } = productOf(values, hasCompiler(path, tree));
  return {
    name,
    version,
    purl: { namespace: vendor, ...(repository === undefined ? {} : { qualifiers: { repository_url: repository } }) },
  };
}

function isVersion(text: string | undefined): boolean {
  return text !== undefined && /^\d[\w.+~-]*$/.test(text);
}

/** Oracle publishes its own builds as `jdk` and `jre`; everybody else builds OpenJDK. */
function productOf(values: ReadonlyMap<string, string>, isKit: boolean): { readonly name: string; readonly vendor: string } {
  const implementor = values.get('IMPLEMENTOR') ?? '';
  if (values.has('GRAALVM_VERSION') || implementor.includes('GraalVM')) return { name: 'graalvm', vendor: 'oracle' };
  if (implementor.startsWith('Azul')) return { name: 'zulu', vendor: 'azul' };
  const isOracle = values.get('BUILD_TYPE') === 'commercial' || implementor === 'Oracle Corporation';
  return isOracle ? { name: isKit ? 'jdk' : 'jre', vendor: 'oracle' } : { name: 'openjdk', vendor: 'oracle' };
}

function hasCompiler(path: string, tree: FileTree): boolean {
  return tree.get(`${path.slice(0, -'release'.length)}bin/javac`) !== undefined;
}
