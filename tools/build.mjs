/** Bundles the program, its worker and the library into dist/; each command is a chunk of its own that only it loads. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** `stamp` says which sources it was built from. Written aside and swapped in, so that a running program never sees half a build. */
export async function buildDist(root, stamp) {
  const aside = join(root, '.pratique', `build-${process.pid}`);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bundle = await rolldown({
    cwd: root,
    input: findEntries(root),
    platform: 'node',
    tsconfig: false,
    transform: transformOptions(version),
    logLevel: 'warn',
    treeshake: { moduleSideEffects: (id) => id.includes('node_modules') },
  });
  const { output } = await bundle.write({
    dir: aside,
    format: 'esm',
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await bundle.close();
  chmodSync(join(aside, 'pratique.js'), 0o755);
  writeFileSync(join(aside, 'bundled.json'), `${JSON.stringify(listBundled(root, output), null, 2)}\n`);
  writeFileSync(join(aside, '.stamp'), stamp);
  swapIn(aside, join(root, 'dist'));
}

/** `await using` and the like are written for the oldest Node that we support. */
export function transformOptions(version) {
  return {
    target: 'node20',
    define: { __PRATIQUE_VERSION__: JSON.stringify(version) },
    // `import { type X }` would otherwise stay as an import for its side effects, and pull in what is loaded on demand.
    typescript: { onlyRemoveTypeImports: false },
  };
}

function findEntries(root) {
  const entries = {
    pratique: 'src/cli/pratique.ts',
    index: 'src/index.ts',
    'layer-worker': 'src/image/layer-worker.ts',
    'hash-worker': 'src/lib/hash/hash-worker.ts',
  };
  return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))));
}

/** The libraries whose code is in the bundle: what NOTICE.md must name. */
function listBundled(root, output) {
  const names = new Set();
  for (const chunk of output.filter((part) => part.type === 'chunk'))
    for (const id of chunk.moduleIds) {
      const name = /node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id)?.[1];
      if (name !== undefined) names.add(name.replaceAll('\\', '/'));
    }
  return [...names].sort().map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    return { name, version, license };
  });
}

function swapIn(aside, dist) {
  const old = `${aside}-old`;
  mkdirSync(join(dist, '..', '.pratique'), { recursive: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(aside, dist);
  rmSync(old, { recursive: true, force: true });
}
