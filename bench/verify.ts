import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient } from '../src/oci/registry/registry-client.ts';
import { hasDockerRegistry, startDockerRegistry } from '../test/support/docker-registry.ts';
import { pushSmallImage } from '../test/support/push-small-image.ts';
import { keyContext, signImage } from '../test/support/sign-image.ts';
import { startSigstoreServices } from '../test/support/sigstore-services.ts';
import { reportFigure } from './support/figure.ts';
import { timeProcesses } from './support/time-processes.ts';

/** How much longer than Node itself it takes to verify one image in a registry on this machine, with everything to judge by at hand. */
if (hasDockerRegistry) await measure();
else process.stdout.write('verify: there is no docker-registry on this machine\n');

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  try {
    await using registry = await startDockerRegistry();
    await using client = await createRegistryClient(registry.host, {});
    await using services = await startSigstoreServices();
    const repository = client.repository('lab/app');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await pushSmallImage(repository, '1');
    await signImage(
      repository,
      '1',
      keyContext(privateKey, { logs: [{ url: services.log, majorApiVersion: 1 }], timestampAuthorities: [] }),
    );
    const [key, root, policy] = ['cosign.pub', 'trusted_root.json', 'pratique.yaml'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(key, publicKey.export({ format: 'pem', type: 'spki' }));
    writeFileSync(root, services.trustedRoot);
    const terms = 'sigstore: {trustedRoot: trusted_root.json, transparencyLog: required, identities: {key: cosign.pub}}';
    writeFileSync(policy, `trust: {images: [{match: '**', ${terms}}]}\n`);
    const verify = (...words: readonly string[]) => ({
      argv: [process.execPath, 'dist/pratique.js', 'verify', '--quiet', ...words, `${registry.host}/lab/app:1`],
    });
    const times = timeProcesses(
      {
        bare: { argv: [process.execPath, '-e', '0'] },
        key: verify('--key', key),
        log: verify('--key', key, '--require-transparency-log', '--trusted-root', root),
        policy: verify('--config', policy),
      },
      21,
    );
    process.stdout.write(`node -e 0: ${times.bare.toFixed(1)} ms, median of 21\n`);
    reportFigure({ name: 'verify: by key', value: times.key / times.bare, unit: '× node', atMost: 6 });
    reportFigure({ name: 'verify: by key, with log and trusted root', value: times.log / times.bare, unit: '× node', atMost: 6 });
    reportFigure({ name: 'verify: the same by a policy file', value: times.policy / times.bare, unit: '× node', atMost: 6 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
