import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';

it('exits 3 with an error if it waits for something that never comes', () => {
  const home = mkdtempSync(join(tmpdir(), 'pratique-silent-'));
  try {
    // Standard output that takes everything and never says so.
    const deaf = 'data:text/javascript,process.stdout.write = () => true;';
    const argv = ['--import', deaf, join(projectRoot, 'dist/pratique.js'), 'sample', '--cache-dir', home];
    const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect([status, stderr.includes('the program stopped before it finished')]).toEqual([3, true]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
