import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { runProgram, type ProgramRun } from '../support/run-program.ts';

interface Reported {
  readonly reports: readonly {
    readonly target: { readonly manifestDigest: string; readonly connection?: string };
    readonly packages: unknown;
    readonly findings: unknown;
    readonly issues: unknown;
  }[];
}

function partsOf(run: ProgramRun): unknown {
  const [report] = (JSON.parse(run.stdout) as Reported).reports;
  const { target, packages, findings, issues } = report!;
  return { manifestDigest: target.manifestDigest, packages, findings, issues };
}

/** Layers long enough that threads read them: pieces go from the connection to the threads. */
const status = (name: string, version: string): string =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;
const files = (seed: string, database: string): { path: string; content: string | Buffer }[] => [
  { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  { path: `opt/${seed}`, content: randomBytes(9 << 20) },
  { path: 'var/lib/dpkg/status', content: database },
];

describe.skipIf(!hasDockerRegistry)('scanning from a registry', () => {
  it('finds what scanning the same layout finds, with threads and without', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pratique-registry-scan-'));
    await using registry = await startDockerRegistry();
    try {
      const first = status('openssl', '3.0.9-1');
      writeOciLayout(
        folder,
        buildImage({ layers: [{ files: files('one', first) }, { files: files('two', first + status('curl', '7.88.1-10')) }] }),
      );
      await registry.push(`oci:${folder}`, 'team/large:1');
      const local = await runProgram(['scan', `oci-dir:${folder}`, '--format', 'json', '--no-cache']);
      const remote = await runProgram(['scan', `registry:${registry.host}/team/large:1`, '--format', 'json', '--no-cache']);
      expect([local.exitCode, remote.exitCode, remote.stderr, remote.leftovers]).toEqual([0, 0, '', []]);
      expect(partsOf(remote)).toEqual(partsOf(local));
      expect(partsOf(local)).toMatchObject({
        packages: [
          { name: 'curl', layerIndex: 1 },
          { name: 'openssl', layerIndex: 0 },
        ],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says in the report that the registry was not verified', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pratique-registry-scan-'));
    await using registry = await startDockerRegistry();
    try {
      writeOciLayout(folder, buildImage({ layers: [{ files: [{ path: 'etc/os-release', content: 'ID=debian' }] }] }));
      await registry.push(`oci:${folder}`, 'team/small:1');
      const scan = ['scan', `registry:${registry.host}/team/small:1`, '--format', 'json', '--no-cache', '--allow-incomplete'];
      const connections = [[], ['--insecure']].map(async (flags) => {
        const { reports } = JSON.parse((await runProgram([...scan, ...flags])).stdout) as Reported;
        return reports[0]?.target.connection;
      });
      expect(await Promise.all(connections)).toEqual([undefined, 'unverified']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
