/** Bundles the server's pages into a folder: a document, a script and a style, both with a hash of their content in the name. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Returns the modules that went into it. */
export async function buildWeb(root, folder) {
  const bundle = await rolldown({
    cwd: root,
    input: 'web/src/main.tsx',
    platform: 'browser',
    tsconfig: false,
    transform: { target: 'es2022', jsx: { runtime: 'automatic' }, define: { 'process.env.NODE_ENV': JSON.stringify('production') } },
    logLevel: 'warn',
    // React's own marks for frameworks that render on servers.
    onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)),
  });
  const { output } = await bundle.generate({ format: 'es', minify: true, comments: false, codeSplitting: false });
  await bundle.close();
  const [script] = output;
  mkdirSync(folder, { recursive: true });
  const names = {
    SCRIPT: write(folder, 'app', 'js', script.code),
    STYLE: write(folder, 'style', 'css', readFileSync(join(root, 'web/src/style.css'), 'utf8')),
  };
  const document = readFileSync(join(root, 'web/index.html'), 'utf8').replace(/SCRIPT|STYLE/g, (name) => names[name]);
  writeFileSync(join(folder, 'index.html'), document);
  return output;
}

function write(folder, name, extension, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  const file = `${name}-${hash}.${extension}`;
  writeFileSync(join(folder, file), text);
  return file;
}
