/** Makes one plain module of a TypeScript entry, since the oldest Node that we support reads no TypeScript, and calls `use` with its path. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { serverLibraries, transformOptions } from './build.mjs';

/** Modules that name a file beside them mean their own folder, not the script's. */
const placeOfEachModule = {
  name: 'place-of-each-module',
  transform: (code, id) =>
    code.includes('import.meta.dirname') ? { code: code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id))) } : null,
};

export async function withBundledScript(root, entry, use) {
  const name = entry.replace(/\W+/g, '-');
  const file = join(root, '.pratique', `${name}-${process.pid}.mjs`);
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    tsconfig: false,
    external: [...serverLibraries(root), 'prettier'],
    logLevel: 'warn',
    transform: transformOptions('0.0.0-script'),
    plugins: [placeOfEachModule],
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  try {
    return await use(file);
  } finally {
    rmSync(file, { force: true });
  }
}
