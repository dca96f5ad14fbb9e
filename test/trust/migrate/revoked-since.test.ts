import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What somebody took back after the export must not come back with the migration. Each test has its own repository. */
describe.skipIf(!hasNotary || !hasDockerRegistry)('apply, of tags that were revoked after the export', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let made = 0;
  const folder = temporaryFolder();
  const environment = { ...process.env };
  const run = (...words: string[]): Promise<CommandRun> => runCommand(words, { cacheDirectory: join(folder.path, 'cache') });

  beforeAll(async () => {
    [lab, registry] = [await startNotaryLab(), await startDockerRegistry({ kind: 'none' }, { allowsDelete: true })];
    const home = join(folder.path, 'home');
    mkdirSync(join(home, '.docker/tls', lab.host), { recursive: true });
    writeFileSync(join(home, '.docker/tls', lab.host, 'ca.crt'), lab.authority);
    Object.assign(process.env, {
      HOME: home,
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    });
    delete process.env['CI'];
    delete process.env['DOCKER_CONFIG'];
    delete process.env['PRATIQUE_CONFIG'];
    process.chdir(folder.path);
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sign.key'], { stdio: 'pipe' });
    execFileSync('openssl', ['pkey', '-in', 'sign.key', '-pubout', '-out', 'sign.pub'], { stdio: 'pipe' });
  });
  afterAll(async () => {
    process.env = environment;
    process.chdir('/');
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  interface Lab {
    readonly image: string;
    readonly archive: string;
    must(...words: string[]): Promise<CommandRun>;
    /** Tag and outcome of each row, with the code of a refusal; then the exit code. */
    apply(...words: string[]): Promise<readonly (string | number)[]>;
    /** Whether the tag is bound in the registry, and signed with the key. */
    states(tag: string): Promise<readonly [bound: boolean, signed: boolean]>;
  }

  /** Two tags, signed with Content Trust and exported; `both` is a second tag of the first image. */
  async function openLab({ withSecondTag = false } = {}): Promise<Lab> {
    const name = `app-${++made}`;
    const image = `${registry.host}/org/${name}`;
    const archive = `${name}.tar`;
    const must = async (...words: string[]): Promise<CommandRun> => {
      const ran = await run(...words);
      if (ran.exitCode !== 0) throw new Error(`${words.join(' ')}: ${ran.stderr}`);
      return ran;
    };
    const digests = await pushSmallImages(registry.host, `org/${name}`, ['1', '2']);
    for (const tag of ['1', '2']) await must('trust', 'sign', `${image}:${tag}`, '--signer', 'alice');
    if (withSecondTag) await must('trust', 'sign', `${image}:both`, '--digest', digests.get('1') ?? '', '--size', '248');
    await must('trust', 'migrate', 'export', image, '--output', archive);
    return {
      image,
      archive,
      must,
      apply: async (...words) => {
        const ran = await run('trust', 'migrate', 'apply', '--from', archive, '--record', `${name}.jsonl`, '--format', 'json', ...words);
        if (ran.stdout === '') return [ran.stderr, ran.exitCode];
        const { images } = JSON.parse(ran.stdout) as { images: { image: string; scheme: string; outcome: string; detail: string }[] };
        const rows = images.map(({ image: tag, scheme, outcome, detail }) => {
          const code = /\(([A-Z_]{5,})\)/.exec(detail)?.[1];
          return `${tag.slice(image.length + 1)} ${scheme} ${outcome}${code === undefined ? '' : ` ${code}`}`;
        });
        return [...rows, ran.exitCode];
      },
      states: async (tag) => [
        (await run('trust', 'verify', '--server', 'registry', `${image}:${tag}`)).exitCode === 0,
        (await run('verify', '--policy', 'none.yaml', '--key', 'sign.pub', `${image}:${tag}`)).exitCode === 0,
      ],
    };
  }

  beforeAll(() => writeFileSync(join(folder.path, 'none.yaml'), '{}'));

  it('leaves out a tag that was revoked in the registry, says so in the plan too, and signs it again only on request', async () => {
    const { image, apply, must, states } = await openLab();
    expect(await apply('--registry', '--yes')).toEqual(['1 registry signed', '2 registry signed', 0]);
    await must('trust', 'revoke', '--server', 'registry', `${image}:2`);
    const leftOut = ['1 registry signed before', '2 registry left out TAG_REVOKED', 4];
    expect([await apply('--registry'), await apply('--registry', '--yes')]).toEqual([leftOut, leftOut]);
    expect(await states('2')).toEqual([false, false]);
    expect(await apply('--registry', '--yes', '--sign-again', '2')).toEqual(['1 registry signed before', '2 registry signed', 0]);
    expect(await states('2')).toEqual([true, false]);
  });

  it('names the tag, the versions and the option', async () => {
    const { image, archive, apply, must } = await openLab();
    await apply('--registry', '--yes');
    await must('trust', 'revoke', '--server', 'registry', `${image}:2`);
    const ran = await run('trust', 'migrate', 'apply', '--from', archive, '--registry', '--record', 'other.jsonl');
    expect(ran.stdout).toContain(
      `${image}:2 was revoked: the trust metadata in the registry signed it in targets version 3 but not in version 4; to sign it again, add --sign-again 2 (TAG_REVOKED)`,
    );
  });

  it('does not sign the image of a revoked tag with a key either, without --registry and without the cache', async () => {
    const { image, apply, must, states } = await openLab();
    await apply('--registry', '--yes');
    await must('trust', 'revoke', '--server', 'registry', `${image}:2`);
    execFileSync('rm', ['-r', join(folder.path, 'home/.docker/trust/registry/tuf', image)]);
    expect(await apply('--key', 'sign.key', '--yes')).toEqual(['1 sigstore signed', '2 sigstore left out TAG_REVOKED', 4]);
    expect(await states('2')).toEqual([false, false]);
  });

  it('signs an image for its other tag', async () => {
    const { image, apply, must, states } = await openLab({ withSecondTag: true });
    await apply('--registry', '--yes');
    await must('trust', 'revoke', '--server', 'registry', `${image}:both`);
    expect(await apply('--registry', '--key', 'sign.key', '--yes')).toEqual([
      '1 sigstore signed',
      '1 registry signed before',
      'both sigstore left out TAG_REVOKED',
      'both registry left out TAG_REVOKED',
      '2 sigstore signed',
      '2 registry signed before',
      4,
    ]);
    expect([await states('1'), (await states('both'))[0]]).toEqual([[true, true], false]);
  });

  it('does not guess where the registry has dropped the earlier trust metadata', async () => {
    const { image, apply, must, states } = await openLab();
    await apply('--registry', '--yes');
    await must('trust', 'revoke', '--server', 'registry', `${image}:2`);
    await dropEarlierPublications(image);
    expect(await apply('--registry', '--yes')).toEqual(['1 registry signed before', '2 registry left out TAG_HISTORY_UNKNOWN', 4]);
    expect(await states('2')).toEqual([false, false]);
    expect(await apply('--registry', '--yes', '--sign-again', '2')).toEqual(['1 registry signed before', '2 registry signed', 0]);
  });

  it('goes on with tags that were never signed in the registry, although its trust metadata are newer than the export', async () => {
    const { image, apply, must } = await openLab();
    await must('trust', 'sign', '--server', 'registry', `${image}:1`);
    expect(await apply('--registry', '--yes')).toEqual(['1 registry signed before', '2 registry signed', 0]);
  });

  it('leaves out what the Notary server no longer signs or signs otherwise, when it is configured', async () => {
    const { image, apply, must, states } = await openLab();
    await must('trust', 'revoke', `${image}:2`);
    expect(await apply('--key', 'sign.key', '--yes')).toEqual(['1 sigstore signed', '2 sigstore left out TAG_REVOKED', 4]);
    const { stdout } = await must('trust', 'sign', `${image}:1`, '--digest', `sha256:${'5'.repeat(64)}`, '--size', '5');
    expect(stdout).toContain('signed');
    expect(await apply('--registry', '--yes', '--server', lab.url)).toEqual(['1 registry left out TAG_CHANGED', '2 registry left out TAG_REVOKED', 4]);
    expect([await states('1'), await states('2')]).toEqual([[false, true], [false, false]]);
    expect(await apply('--registry', '--yes', '--sign-again', '2', '--sign-again', '1')).toEqual(['1 registry signed', '2 registry signed', 0]);
  });

  it('refuses an archive of a repository whose trust data was removed from the Notary server', async () => {
    const { image, apply, must } = await openLab();
    await must('trust', 'remove', '--remote', '--yes', image);
    expect(await apply('--key', 'sign.key', '--yes')).toEqual([expect.stringMatching(/METADATA_MISSING\); try: the trust data of .* were removed from https:\S+ after the export/), 1]);
    expect(existsSync('content-trust-migration.jsonl')).toBe(false);
  });

  it('says how old the archive is where the server cannot be asked, and signs', async () => {
    const { archive, apply } = await openLab();
    const { DOCKER_CONTENT_TRUST_SERVER: server } = process.env;
    delete process.env['DOCKER_CONTENT_TRUST_SERVER'];
    const ran = await run('trust', 'migrate', 'apply', '--from', archive, '--key', 'sign.key', '--record', 'age.jsonl');
    process.env['DOCKER_CONTENT_TRUST_SERVER'] = server;
    expect(ran.stderr).toMatch(/exported 20\S+, less than a day ago; tags that were revoked on https:\S+ since are not known, add --server https:\S+ to compare/);
    expect(await apply('--key', 'sign.key', '--server', 'https://127.0.0.1:1')).toEqual([expect.stringContaining('REGISTRY_UNREACHABLE'), 3]);
    expect(await apply('--key', 'sign.key', '--yes')).toEqual(['1 sigstore signed', '2 sigstore signed', 0]);
  });

  it('refuses --sign-again for a tag that is not in the archive', async () => {
    const { apply } = await openLab();
    expect(await apply('--key', 'sign.key', '--sign-again', '3')).toEqual([expect.stringContaining('--sign-again 3: no such tag was signed'), 2]);
  });

  /** As the garbage collection of some registries does with manifests without a tag. */
  async function dropEarlierPublications(image: string): Promise<void> {
    const [host = '', ...path] = image.split('/');
    const at = (reference: string): string => `http://${host}/v2/${path.join('/')}/manifests/${reference}`;
    const accept = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const previousOf = async (reference: string): Promise<string | undefined> => {
      const manifest = (await (await fetch(at(reference), { headers: accept })).json()) as { annotations?: Record<string, string> };
      return manifest.annotations?.['dev.pratique.trust.previous'];
    };
    for (let digest = await previousOf('pratique-trust'); digest !== undefined;) {
      const before = await previousOf(digest);
      expect((await fetch(at(digest), { method: 'DELETE' })).status).toBe(202);
      digest = before;
    }
  }
}); // prettier-ignore
