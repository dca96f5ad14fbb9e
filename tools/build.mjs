/** Bundles the program, its worker and the library into dist/; each command is a chunk of its own that only it loads. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { buildWeb } from './build-web.mjs';
import { makeBundledSbom, packageFolderOf } from './bundled-sbom.mjs';

/** `stamp` says which sources it was built from. Written aside and swapped in, so that a running program never sees half a build. */
export async function buildDist(root, stamp) {
  const aside = join(root, '.pratique', `build-${process.pid}`);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const grouping = groupChunks(root);
  const bundle = await rolldown({
    cwd: root,
    input: findEntries(root),
    platform: 'node',
    tsconfig: false,
    transform: transformOptions(version, stamp),
    // What only the server needs is not bundled: optional peer dependencies (docs/adr/0100-server-libraries-are-optional-peers.md).
    external: serverLibraries(root),
    logLevel: 'warn',
    treeshake: { moduleSideEffects: (id) => id.includes('node_modules') },
    preserveEntrySignatures: 'allow-extension',
    plugins: [grouping.plugin, undiciParts(root)],
  });
  const { output } = await bundle.write({
    dir: aside,
    format: 'cjs',
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [{ name: grouping.chunkOf, debugName: 'what is loaded together' }], includeDependenciesRecursively: false },
  });
  await bundle.close();
  const pages = await buildWeb(root, join(aside, 'web'));
  chmodSync(join(aside, 'pratique.js'), 0o755);
  // CommonJS starts faster than ES modules (docs/adr/0042-commonjs-in-dist.md).
  writeFileSync(join(aside, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(
    join(aside, 'sbom.cdx.json'),
    `${JSON.stringify(makeBundledSbom(root, findBundledFolders(root, [...output, ...pages])), null, 2)}\n`,
  );
  writeFileSync(join(aside, '.stamp'), stamp);
  swapIn(aside, join(root, 'dist'));
}

/** `await using` and the like are written for the oldest Node that we support. */
export function transformOptions(version, stamp) {
  return {
    target: 'node20',
    define: {
      __PRATIQUE_VERSION__: JSON.stringify(version),
      ...(stamp === undefined ? {} : { __PRATIQUE_BUILD__: JSON.stringify(stamp) }),
    },
    // `import { type X }` would otherwise stay as an import for its side effects, and pull in what is loaded on demand.
    typescript: { onlyRemoveTypeImports: false },
  };
}

/** What `lib/http` uses of undici, without its fetch, sockets, caches and mocks: those are half of its code, and loading them half of a start. */
function undiciParts(root) {
  const part = (path) => JSON.stringify(join(root, 'node_modules/undici/lib', path));
  const source = `
    import Dispatcher from ${part('dispatcher/dispatcher.js')};
    import api from ${part('api/index.js')};
    Object.assign(Dispatcher.prototype, api);
    export { default as Agent } from ${part('dispatcher/agent.js')};
    export { default as Pool } from ${part('dispatcher/pool.js')};
    export { default as ProxyAgent } from ${part('dispatcher/proxy-agent.js')};
    export { default as buildConnector } from ${part('core/connect.js')};`;
  // Node's own HTTP is a tenth of a start, and wanted for a number and a class that nothing here is of; HTTP/2 is never spoken.
  const made = new Map([
    ['undici', source],
    ['node:http', 'export const maxHeaderSize = 16384; export class IncomingMessage {}'],
    ['node:http2', "throw new Error('HTTP/2 is not spoken'); export {};"],
    // Its parser in WebAssembly comes twice. The one without vector instructions runs everywhere, and headers are short.
    ['../llhttp/llhttp_simd-wasm.js', "throw new Error('not bundled'); export {};"],
  ]);
  const isMade = (name, importer) => made.has(name) && (name === 'undici' || /[\\/]node_modules[\\/]undici[\\/]/.test(importer ?? ''));
  return {
    name: 'undici-parts',
    resolveId: (name, importer) => (isMade(name, importer) ? `\0${name}` : null),
    load: (id) =>
      id.startsWith('\0') && made.has(id.slice(1)) ? { code: made.get(id.slice(1)), moduleType: 'js', moduleSideEffects: true } : null,
  };
}

/** What the bundle leaves to be installed beside it. */
export function serverLibraries(root) {
  const { peerDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(peerDependencies);
}

function findEntries(root) {
  const entries = {
    pratique: 'src/cli/pratique.ts',
    index: 'src/index.ts',
    'layer-worker': 'src/scan/layer-worker.ts',
  };
  return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))));
}

/**
 * What is loaded together lies together: left to itself the bundler makes a file of every set of modules that some entries share, and each file
 * costs half a millisecond of every start. What is imported on demand and belongs to none of these groups stays in chunks of its own.
 */
function groupChunks(root) {
  const chunks = new Map();
  const plugin = {
    name: 'group-chunks',
    buildEnd() {
      const reach = (entries, follows) =>
        reachModules(
          entries.map((entry) => join(root, entry)),
          (id) => follows.flatMap((kind) => this.getModuleInfo(id)?.[kind] ?? []),
        );
      const worker = reach(['src/scan/layer-worker.ts'], ['importedIds']);
      const main = reach(
        ['src/cli/main.ts', 'src/cli/scan/scan-command.ts', 'src/cli/words/option-format.ts', 'src/cli/words/common-options.ts'],
        ['importedIds'],
      );
      const parse = reach(['src/cli/words/parse.ts'], ['importedIds']);
      const others = reach(
        [
          'src/cli/database/db-build-command.ts',
          'src/cli/database/db-update-command.ts',
          'src/cli/database/db-status-command.ts',
          'src/cli/database/db-search-command.ts',
        ],
        ['importedIds', 'dynamicallyImportedIds'],
      );
      // The table is what nearly every scan ends with.
      const scan = reach(
        ['src/cli/scan/run-scan.ts', 'src/report/table/write-table.ts', 'src/advisory/store/open-database.ts'],
        ['importedIds'],
      );
      // What is worked out anew: a scan whose results are remembered loads none of it.
      const anew = reach(['src/scan/catalog-anew.ts', 'src/scan/match-anew.ts', 'src/scan/layer-demand.ts'], ['importedIds']);
      const registry = reach(['src/oci/registry/registry-client.ts'], ['importedIds']);
      const verify = reach(
        [
          'src/cli/verify/run-verify.ts',
          'src/trust/verdict/scheme/sigstore.ts',
          'src/trust/sigstore/verify-simple-signing.ts',
          'src/trust/sigstore/verify-bundle.ts',
        ],
        ['importedIds'],
      );
      for (const id of verify) chunks.set(id, 'verify');
      for (const id of registry) chunks.set(id, 'registry');
      for (const id of anew) chunks.set(id, verify.has(id) || registry.has(id) ? 'common-anew' : others.has(id) ? 'shared-anew' : 'anew');
      for (const id of scan) chunks.set(id, verify.has(id) || registry.has(id) ? 'common' : others.has(id) ? 'shared' : 'scan');
      // What only the thread needs stays with its program.
      for (const id of worker) if (scan.has(id) || anew.has(id)) chunks.set(id, scan.has(id) ? 'read' : 'layer');
      for (const id of parse) chunks.set(id, 'parse');
      for (const id of main) chunks.set(id, worker.has(id) ? 'base' : 'main');
      // The entry answers --version with nothing else loaded.
      chunks.set(join(root, 'src/cli/version.ts'), 'version');
    },
  };
  return { plugin, chunkOf: (id) => chunks.get(id) ?? null };
}

/** The entries and all that they lead to. */
function reachModules(entries, importsOf) {
  const reached = new Set(entries);
  for (const id of reached) for (const imported of importsOf(id)) reached.add(imported);
  return reached;
}

/** The folders of the libraries whose code is in the bundle. */
function findBundledFolders(root, output) {
  const ids = output.filter((part) => part.type === 'chunk').flatMap((chunk) => chunk.moduleIds);
  return [...new Set(ids.map((id) => packageFolderOf(root, id)))].filter((folder) => folder !== undefined).sort();
}

function swapIn(aside, dist) {
  const old = `${aside}-old`;
  mkdirSync(join(dist, '..', '.pratique'), { recursive: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(aside, dist);
  rmSync(old, { recursive: true, force: true });
}
