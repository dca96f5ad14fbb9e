import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Read once: a few files, which the build put beside the program. */
let files: ReadonlyMap<string, Buffer> | undefined;

/** A file of the built web UI by its name; `undefined` for any other. */
export function readWebFile(name: string): Buffer | undefined {
  files ??= new Map(readdirSync(webFolder()).map((file) => [file, readFileSync(join(webFolder(), file))]));
  return files.get(name);
}

/** `dist/web`, seen from the bundle and from the source. */
function webFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'dist/web/index.html')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'dist/web');
}
