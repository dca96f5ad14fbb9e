import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { compareWithGuide, readGuide } from '../../support/guide-steps.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { ensureBuilt, program } from '../../support/run-pratique.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const steps = readGuide('verifying-images.md');

/** Types every command of the guide as written, in order, with two real registries in the place of those that it names. */
describe.skipIf(!hasDockerRegistry)('the guide docs/guide/verifying-images.md', () => {
  const folder = temporaryFolder();
  const work = join(folder.path, 'work');
  let registries: readonly [DockerRegistry, DockerRegistry];
  let environment: Readonly<Record<string, string>> = {};

  const replace = (text: string): string =>
    text.replaceAll('registry.example.com', registries[0].host).replaceAll('mirror.example.com', registries[1].host);

  const type = (command: string): Promise<{ readonly exitCode: number; readonly output: string }> =>
    // As on a terminal: both streams in the order in which they are written, unless the guide redirects one.
    promisify(execFile)('bash', ['-c', `{ ${replace(command)}\n} 2>&1`], { cwd: work, env: environment }).then(
      ({ stdout }) => ({ exitCode: 0, output: stdout }),
      (error: unknown) => {
        const { code, stdout } = error as { readonly code: number; readonly stdout: string };
        return { exitCode: code, output: stdout };
      },
    );

  beforeAll(async () => {
    ensureBuilt();
    registries = [await startDockerRegistry({ kind: 'none' }, { allowsDelete: true }), await startDockerRegistry()];
    const programs = join(folder.path, 'bin');
    for (const path of [work, programs]) mkdirSync(path, { recursive: true });
    writeFileSync(join(programs, 'pratique'), `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, { mode: 0o755 });
    environment = {
      PATH: `${programs}:/usr/bin:/bin`,
      HOME: folder.path,
      COSIGN_PASSWORD: 'a passphrase',
      PRATIQUE_CACHE_DIR: join(folder.path, 'cache'),
      PRATIQUE_SKIP_DB_UPDATE: '1',
      LC_ALL: 'C.UTF-8',
    };
    await using client = await createRegistryClient(registries[0].host, {});
    await pushSmallImage(client.repository('org/app'), '1');
  });
  afterAll(async () => {
    for (const registry of registries) await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('shows each command of signing', () => {
    const typed = steps.flatMap((step) => (step.kind === 'command' ? [step.command] : []));
    const verbs = ['sign generate-key-pair', 'sign', 'verify', 'attest', 'verify-attestation', 'tree', 'download attestation', 'download signature', 'attach sbom', 'download sbom', 'copy', 'doctor', 'clean', 'trust notation inspect'];
    expect(verbs.filter((verb) => !typed.some((command) => command.startsWith(`pratique ${verb} `) || command === `pratique ${verb}`))).toEqual([]);
  }); // prettier-ignore

  it.each(steps.map((step) => [step.kind === 'command' ? step.command : `save ${step.name}`, step] as const))('%s', async (_, step) => {
    if (step.kind === 'file') {
      writeFileSync(join(work, step.name), replace(step.content));
      return;
    }
    const { exitCode, output } = await type(step.command);
    // The image of this test has nothing to scan, which a scan reports.
    const expected = step.command.startsWith('pratique scan ') ? [0, 4] : [0];
    expect({ output: compareWithGuide(step.shown, output, replace), isExpected: expected.includes(exitCode) }, output).toEqual({ output: undefined, isExpected: true });
  }); // prettier-ignore
});
