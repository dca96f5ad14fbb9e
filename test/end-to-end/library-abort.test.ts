import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Library from '../../src/index.ts';
import { fileLike } from '../support/file-like-bytes.ts';
import { projectRoot } from '../support/project-root.ts';
import { writeRawLayout } from '../support/raw-layout.ts';
import { ensureBuilt } from '../support/run-pratique.ts';
import { tarOf } from '../support/tar-builder.ts';

let folder: string;
beforeAll(ensureBuilt);
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pratique-abort-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ['this thread reads', 0],
  ['two threads read', 2],
])('ends a scan that is aborted while %s its layers, with the reason', async (_name, threads) => {
  const { scan } = (await import(pathToFileURL(join(projectRoot, 'dist/index.js')).href)) as typeof Library;
  const layers = [1, 2, 3].map((seed) => ({
    blob: gzipSync(tarOf({ name: `file-${seed}`, content: fileLike(12_000_000, seed) }), { level: 1 }),
  }));
  writeRawLayout(folder, { layers });
  const controller = new AbortController();
  // The first bytes are read, and most are not.
  const reading = scan(folder, { threads }, { signal: controller.signal, progress: () => controller.abort() });
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
});
