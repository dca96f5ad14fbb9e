import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { quietRuntime } from '../../model/runtime.ts';
import { refreshSlices } from './refresh-slices.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-refresh-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A scan turns this code into a warning; any other error would end it. */
it.each<[string, string, string]>([
  ['below a file', join(folder, 'file', 'advisories'), 'a part of the path is not a directory'],
  ['with a name that is too long', join(folder, 'x'.repeat(300)), 'its name is too long'],
  ...(process.platform === 'linux'
    ? [['where the kernel makes none', '/proc/pratique/advisories', 'it cannot be made'] satisfies [string, string, string]]
    : []),
])('says why advisories cannot be kept %s', async (_name, root, reason) => {
  writeFileSync(join(folder, 'file'), '');
  const options = { root, feeds: { cache: folder }, toolVersion: '1.2.3' };
  await expect(refreshSlices([], { advisory: [], enrichment: [] }, options, quietRuntime())).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
    message: `the advisory database cannot be written to ${root}: ${reason}`,
  });
});
