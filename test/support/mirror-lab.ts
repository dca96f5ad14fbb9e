import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Digest } from '../../src/model/digest.ts';
import { type TrustVerdict } from '../../src/model/trust/trust-verdict.ts';
import { createRegistryClient, type RegistryClient } from '../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../src/oci/registry/repository.ts';
import { parseGun } from '../../src/trust/notary/gun.ts';
import { type NotaryContext } from '../../src/trust/notary/notary-context.ts';
import { openNotaryContext } from '../../src/trust/notary/open-notary-context.ts';
import { signTag } from '../../src/trust/notary/operation/sign-tag.ts';
import { readRepository } from '../../src/trust/notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../src/trust/registry-metadata/open-repository-remote.ts';
import { resolveImage } from '../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../src/trust/verdict/policy/decode-trust-policy.ts';
import { type VerifyOptions } from '../../src/trust/verdict/verification-options.ts';
import { type DockerRegistry, startDockerRegistry } from './docker-registry.ts';
import { firstUse, testPassphrases } from './notary-context.ts';
import { pushSmallImage } from './push-small-image.ts';
import { quickRuntime } from './quick-runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';

const runtime = quickRuntime();

/** Two real registries, one of which mirrors the other, and the publisher's trust directory. */
export interface MirrorLab extends AsyncDisposable {
  readonly folder: string;
  /** Host of the registry that is published to, and of its mirror. */
  readonly hosts: readonly [string, string];
  /** A repository by its whole name. */
  repository(name: string): Repository;
  /** The publisher of trust metadata in a repository, who creates its root when it first signs. */
  publisher(name: string): NotaryContext;
  /** Pushes a new image under the tag, and signs the tag; by others, and for another repository, with keys of their own. */
  publish(name: string, tag: string, as?: { readonly gun: string; readonly machine: string }): Promise<Digest>;
  /** The root key ID to pin. */
  rootKey(name: string): Promise<string>;
  /** Copies a tag as skopeo does, which knows nothing of trust metadata. */
  skopeo(source: string, target: string): Promise<void>;
  /** What a machine verifies by; `machine` names its trust directory. */
  verifyOptions(policy: string, machine: string): VerifyOptions;
}

export async function startMirrorLab(): Promise<MirrorLab> {
  const folder = temporaryFolder();
  const registries: readonly DockerRegistry[] = [await startDockerRegistry(), await startDockerRegistry()];
  const clients = new Map<string, RegistryClient>();
  for (const { host } of registries) clients.set(host, await createRegistryClient(host, {}));
  const repository = (name: string): Repository => {
    const [host = '', ...path] = name.split('/');
    return clients.get(host)!.repository(path.join('/'));
  };
  const publisher = (name: string, { gun, machine } = { gun: name, machine: 'publisher' }): NotaryContext =>
    openNotaryContext(
      {
        gun: parseGun(gun),
        remote: openRepositoryRemote(repository(name)),
        trustDirectory: join(folder.path, machine),
        passphrases: testPassphrases,
        pins: firstUse,
      },
      runtime,
    );
  return {
    folder: folder.path,
    hosts: [registries[0]!.host, registries[1]!.host],
    repository,
    publisher: (name) => publisher(name),
    async publish(name, tag, as) {
      await pushSmallImage(repository(name), tag);
      const { digest, size } = await resolveImage(repository(name), tag, runtime);
      await signTag(publisher(name, as), { tag, digest, size });
      return digest;
    },
    rootKey: async (name) => (await readRepository(publisher(name))).root.content.roles.root.keyIds[0] ?? '',
    skopeo: async (source, target) => {
      const flags = ['--insecure-policy', 'copy', '--all', '--src-tls-verify=false', '--dest-tls-verify=false'];
      await promisify(execFile)('skopeo', [...flags, `docker://${source}`, `docker://${target}`]);
    },
    verifyOptions: (policy, machine) => ({
      policy: decodeTrustPolicy(policy, 'p.yaml')!,
      policyDirectory: folder.path,
      registry: {},
      isOffline: false,
      requiresPin: false,
      places: { notary: join(folder.path, machine), trustedRoot: '', notation: '' },
    }),
    async [Symbol.asyncDispose]() {
      for (const client of clients.values()) await client[Symbol.asyncDispose]();
      for (const registry of registries) await registry[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** `yes alice`, or `no TAG_MOVED`; failed look-ups with a `!`. */
export function describeVerdict({ isTrusted, trusted, refused, failures }: TrustVerdict): string {
  const words = [
    ...trusted.map(({ signer }) => signer.name),
    ...refused.map(({ code }) => code),
    ...failures.map(({ code }) => `!${code}`),
  ];
  return [isTrusted ? 'yes' : 'no', ...words].join(' ');
}
