import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { base256, tarEnd, tarHeader } from '../test/support/tar-builder.ts';
import { writeRawLayout } from '../test/support/raw-layout.ts';
import { reportFigure } from './support/figure.ts';
import { measureScan } from './support/measure-scan.ts';

/** How much memory a layer takes that is large in bytes, and one that is large in files. */
const work = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  measure('10 GiB inflated', inflatingLayer(10), 300);
  measure('1,000,000 entries', crowdedLayer(1_000_000), 500);
} finally {
  rmSync(work, { recursive: true });
}

function measure(name: string, layer: { readonly blob: Buffer; readonly diffId: string }, atMost: number): void {
  const folder = join(work, name.replaceAll(/\W/g, ''));
  mkdirSync(folder);
  writeRawLayout(folder, { layers: [layer] });
  const scan = measureScan([folder, '--format', 'json']);
  const issues = (JSON.parse(scan.stdout) as { reports: { issues: { code: string }[] }[] }).reports.flatMap((report) =>
    report.issues.map(({ code }) => code),
  );
  if (issues.some((code) => code.startsWith('LAYER'))) throw new Error(`the layer was not read whole: ${issues.join(', ')}`);
  process.stdout.write(`${name}: ${(scan.elapsedMs / 1000).toFixed(1)} s\n`);
  reportFigure({ name: `large layer: ${name}, peak memory`, value: scan.peakMemoryMb, unit: 'MB', atMost });
}

/** One file of zeros: gzip members of 64 MiB each, which together inflate to so many GiB. */
function inflatingLayer(gib: number): { blob: Buffer; diffId: string } {
  const zeros = Buffer.alloc(64 << 20);
  const members = gib * 16;
  const head = tarHeader({ name: 'zeros', size: base256(BigInt(zeros.length) * BigInt(members)) });
  const hash = createHash('sha256').update(head);
  for (let i = 0; i < members; i++) hash.update(zeros);
  const member = gzipSync(zeros, { level: 6 });
  return {
    blob: Buffer.concat([gzipSync(head), ...Array.from({ length: members }, () => member), gzipSync(tarEnd)]),
    diffId: `sha256:${hash.update(tarEnd).digest('hex')}`,
  };
}

function crowdedLayer(entries: number): { blob: Buffer; diffId: string } {
  const perDirectory = 1_000;
  const parts: Buffer[] = [];
  const hash = createHash('sha256');
  for (let start = 0; start < entries; start += 20_000) {
    const headers = Array.from({ length: 20_000 }, (_, i) =>
      tarHeader({ name: `usr/share/some-package/directory-${Math.floor((start + i) / perDirectory)}/file-number-${start + i}.txt` }),
    );
    const chunk = Buffer.concat(headers);
    hash.update(chunk);
    parts.push(gzipSync(chunk, { level: 1 }));
  }
  hash.update(tarEnd);
  return { blob: Buffer.concat([...parts, gzipSync(tarEnd)]), diffId: `sha256:${hash.digest('hex')}` };
}
