import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { withBundledScript } from './bundle-script.mjs';

it('tells each module of a script the folder that its source is in', async () => {
  using root = temporaryFolder();
  mkdirSync(join(root.path, 'bench/support'), { recursive: true });
  writeFileSync(join(root.path, 'package.json'), '{}');
  writeFileSync(join(root.path, 'bench/support/here.ts'), 'export const here: string = import.meta.dirname;\n');
  writeFileSync(
    join(root.path, 'bench/ask.ts'),
    "import { here } from './support/here.ts';\nprocess.stdout.write([here, import.meta.dirname].join(' '));\n",
  );
  const { stdout } = await withBundledScript(root.path, 'bench/ask.ts', (file) =>
    spawnSync(process.execPath, [file], { encoding: 'utf8' }),
  );
  expect(stdout).toBe(`${join(root.path, 'bench/support')} ${join(root.path, 'bench')}`);
});
