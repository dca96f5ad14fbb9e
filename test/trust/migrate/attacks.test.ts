import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const dayMs = 86_400_000;
const manifestTypes = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json'];

/** What the registry stores under a tag. */
interface Stored {
  readonly bytes: Buffer;
  readonly type: string;
  readonly digest: string;
}

/** The policy that apply wrote, against an attacker who can write to the registry. Each combination of schemes has its own repository. */
describe.skipIf(!hasNotary || !hasDockerRegistry)('the policy after a migration', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  const folder = temporaryFolder();
  const environment = { ...process.env };

  beforeAll(async () => {
    [lab, registry] = [await startNotaryLab(), await startDockerRegistry({ kind: 'none' }, { allowsDelete: true })];
    Object.assign(process.env, {
      HOME: folder.path,
      XDG_CONFIG_HOME: join(folder.path, 'config'),
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    });
    delete process.env['CI'];
    process.chdir(folder.path);
    makeKeys();
  });
  afterAll(async () => {
    process.env = environment;
    process.chdir('/');
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  /** Runs a command with this person's trust directory. */
  const as = async (person: string, words: readonly string[], now = new Date()): Promise<CommandRun> => {
    const tls = join(folder.path, person, 'tls', lab.host);
    mkdirSync(tls, { recursive: true });
    writeFileSync(join(tls, 'ca.crt'), lab.authority);
    process.env['DOCKER_CONFIG'] = join(folder.path, person);
    return runCommand(words, { cacheDirectory: join(folder.path, 'cache'), runtime: quickRuntime({ now: () => now }) });
  };
  const must = async (person: string, ...words: string[]): Promise<void> => {
    const ran = await as(person, words);
    if (ran.exitCode !== 0) throw new Error(`${words.join(' ')}: ${ran.stderr}`);
  };
  const url = (image: string, tag: string): string => image.replace('/', '/v2/').replace(/^/, 'http://') + `/manifests/${tag}`;
  const read = async (image: string, tag: string): Promise<Stored> => {
    const answer = await fetch(url(image, tag), { headers: { accept: manifestTypes.join(', ') } });
    if (answer.status !== 200) throw new Error(`${image}:${tag}: ${answer.status}`);
    const [type, digest] = ['content-type', 'docker-content-digest'].map((name) => answer.headers.get(name) ?? '') as [string, string];
    return { bytes: Buffer.from(await answer.text()), type, digest };
  };
  const write = async (image: string, tag: string, { bytes, type }: Stored): Promise<void> => {
    const answer = await fetch(url(image, tag), { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': type } });
    if (answer.status !== 201) throw new Error(`${image}:${tag}: ${answer.status}`);
  };
  const remove = async (image: string, tag: string): Promise<void> => {
    const answer = await fetch(url(image, (await read(image, tag)).digest), { method: 'DELETE' });
    if (answer.status !== 202) throw new Error(`${image}:${tag}: ${answer.status}`);
  };
  /** `trusted`, or the codes. */
  const verify = async (image: string, person: string, now?: Date): Promise<string> => {
    const ran = await as(person, ['verify', '--format', 'json', '--policy', policyOf(image), `${image}:1`], now);
    const { verdicts } = JSON.parse(ran.stdout) as { verdicts: [{ isTrusted: boolean; refused: { code: string }[]; failures: { code: string }[] }] };
    const [{ isTrusted, refused, failures }] = verdicts;
    expect(ran.exitCode === 0).toBe(isTrusted);
    return isTrusted ? 'trusted' : [...refused, ...failures].map(({ code }) => code).join(' ');
  }; // prettier-ignore
  const policyOf = (image: string): string => `${image.replace(/.*\//, '')}.yaml`;

  type Scheme = 'registry' | 'key' | 'notation';
  const options: Readonly<Record<Scheme, readonly string[]>> = {
    registry: ['--registry'],
    key: ['--key', 'sign.key'],
    notation: ['--notation-key', 'leaf.key', '--notation-chain', 'chain.crt'],
  };
  const sign = async (person: string, scheme: Scheme, image: string): Promise<void> => {
    const own = person === 'mallory' ? 'mallory-' : '';
    const words = { registry: ['trust', 'sign', '--server', 'registry'], key: ['sign', '--key', `${own}sign.key`], notation: ['sign', '--scheme', 'notation', '--key', `${own}leaf.key`, '--certificate-chain', `${own}chain.crt`] };
    await must(person, ...words[scheme], image);
  }; // prettier-ignore
  /** Why each scheme refuses, in the order in which schemes are verified. */
  const removed = { registry: 'METADATA_MISSING', key: 'SIGNATURE_MISSING', notation: 'SIGNATURE_MISSING' };
  const replaced = { registry: 'ROOT_CHAIN_BROKEN', key: 'KEY_MISMATCH', notation: 'NOTATION_ROOT_NOT_TRUSTED' };
  const replacedUnseen = { ...replaced, registry: 'ROOT_PIN_MISMATCH' };

  describe.each<{ readonly name: string; readonly schemes: readonly Scheme[] }>([
    { name: 'registry', schemes: ['registry'] },
    { name: 'key', schemes: ['key'] },
    { name: 'notation', schemes: ['notation'] },
    { name: 'key-notation', schemes: ['key', 'notation'] },
    { name: 'registry-key', schemes: ['registry', 'key'] },
    { name: 'all', schemes: ['registry', 'key', 'notation'] },
  ])('signed with $name', ({ name, schemes }) => {
    let image = '';
    let saved: readonly (readonly [tag: string, stored: Stored])[] = [];
    const isBound = schemes.includes('registry');
    const each = (codes: Readonly<Record<Scheme, string>>): string => schemes.map((scheme) => codes[scheme]).join(' ');
    const restore = async (): Promise<void> => {
      for (const [tag, stored] of saved) await write(image, tag, stored);
    };

    it('trusts what was migrated', async () => {
      image = `${registry.host}/org/${name}`;
      await pushSmallImages(registry.host, `org/${name}`, ['1', 'older', 'new', 'unsigned']);
      for (const tag of ['1', 'older']) await must('publisher', 'trust', 'sign', `${image}:${tag}`, '--signer', 'alice');
      const words = schemes.flatMap((scheme) => options[scheme]);
      await must(
        'publisher',
        'trust',
        'migrate',
        'apply',
        image,
        ...words,
        '--policy',
        policyOf(image),
        '--record',
        `${name}.jsonl`,
        '--yes',
      );
      const signatures = schemes.some((scheme) => scheme !== 'registry') ? [`sha256-${(await read(image, '1')).digest.slice(7)}`] : [];
      const tags = ['1', ...signatures, ...(isBound ? ['pratique-trust'] : [])];
      saved = await Promise.all(tags.map(async (tag) => [tag, await read(image, tag)] as const));
      expect(await verify(image, 'reader')).toBe('trusted');
    });

    it(`${isBound ? 'refuses' : 'cannot see'} a tag that was moved to an older signed image`, async () => {
      await write(image, '1', await read(image, 'older'));
      expect(await verify(image, 'reader')).toBe(isBound ? 'TAG_MOVED' : 'trusted');
    });

    it('refuses a tag that was moved to an unsigned image', async () => {
      await write(image, '1', await read(image, 'unsigned'));
      expect(await verify(image, 'reader')).toBe(isBound ? 'TAG_MOVED' : each(removed));
      await restore();
    });

    it('refuses an image whose signatures or trust metadata were removed, one kind or all', async () => {
      for (const [tag] of saved.slice(1)) {
        await remove(image, tag);
        expect(await verify(image, 'reader')).not.toContain('trusted');
      }
      expect(await verify(image, 'reader')).toBe(each(removed));
    });

    it('refuses signatures of someone else', async () => {
      for (const scheme of schemes) await sign('mallory', scheme, `${image}:1`);
      expect([await verify(image, 'newcomer'), await verify(image, 'reader')]).toEqual(
        // What trust metadata contradict is refused without looking at other signatures.
        isBound ? [replacedUnseen.registry, replaced.registry] : [each(replacedUnseen), each(replaced)],
      );
      if (isBound) await remove(image, 'pratique-trust');
      await restore();
      expect(await verify(image, 'reader')).toBe('trusted');
    });

    it(`${isBound ? 'refuses' : 'cannot see'} a rollback to an earlier state of the registry`, async () => {
      await write(image, '1', await read(image, 'new'));
      for (const scheme of schemes) await sign('publisher', scheme, `${image}:1`);
      expect([await verify(image, 'reader'), await verify(image, 'newcomer')]).toEqual(['trusted', 'trusted']);
      await restore();
      expect(await verify(image, 'reader')).toBe(isBound ? 'METADATA_ROLLBACK' : 'trusted');
    });

    it(`${isBound ? 'limits' : 'does not limit'} how long a machine without memory accepts a rollback`, async () => {
      expect(await verify(image, 'first-timer')).toBe('trusted');
      const inTwentyDays = new Date(Date.now() + 20 * dayMs);
      expect(await verify(image, 'first-timer', inTwentyDays)).toBe(isBound ? 'METADATA_EXPIRED' : 'trusted');
    });
  });

  it('is not written for trust metadata that somebody put there before the migration', async () => {
    const image = `${registry.host}/org/planted`;
    await pushSmallImages(registry.host, 'org/planted', ['1']);
    await must('publisher', 'trust', 'sign', `${image}:1`, '--signer', 'alice');
    await sign('mallory', 'registry', `${image}:1`);
    const words = ['trust', 'migrate', 'apply', image, '--registry', '--policy', policyOf(image), '--record', 'planted.jsonl', '--yes'];
    expect(await as('publisher', words)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('ROOT_PIN_REQUIRED') });
    expect([existsSync(policyOf(image)), existsSync('planted.jsonl')]).toEqual([false, false]);
    await remove(image, 'pratique-trust');
    await must('publisher', ...words);
    expect(await verify(image, 'reader')).toBe('trusted');
  }); // prettier-ignore

  it('comes with a new signature where one that is in the record was removed', async () => {
    const image = `${registry.host}/org/unsigned-since`;
    await pushSmallImages(registry.host, 'org/unsigned-since', ['1']);
    await must('publisher', 'trust', 'sign', `${image}:1`);
    const words = ['trust', 'migrate', 'apply', image, ...options.key, '--policy', policyOf(image), '--record', 'since.jsonl', '--yes'];
    await must('publisher', ...words);
    await remove(image, `sha256-${(await read(image, '1')).digest.slice(7)}`);
    expect(await verify(image, 'reader')).toBe(removed.key);
    await must('publisher', ...words);
    expect(await verify(image, 'reader')).toBe('trusted');
  });

  it('is written for the registry alone, without any key', () => {
    expect(readFileSync('registry.yaml', 'utf8').replace(/[0-9a-f]{64}/, 'ROOT').split('\n').slice(2)).toEqual([
      'version: 1',
      'trust:',
      '  images:',
      `    - match: ${registry.host}/org/registry`,
      '      action: enforce',
      '      notary:',
      '        server: registry',
      '        rootKeys:',
      '          - ROOT',
      '',
    ]);
  }); // prettier-ignore
});

/** A key, and a certificate chain in Notation's trust store; files that start with `mallory-` belong to an attacker. */
function makeKeys(): void {
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'];
  for (const name of ['sign', 'mallory-sign']) openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  writeFileSync('leaf.ext', 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n');
  for (const who of ['', 'mallory-']) {
    const file = (name: string): string => `${who}${name}`;
    openssl('req', '-x509', ...curve, '-keyout', file('ca.key'), '-out', file('ca.crt'), '-days', '60', '-subj', '/C=US/ST=WA/O=Acme/CN=root', '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign');
    openssl('req', '-new', ...curve, '-keyout', file('leaf.key'), '-out', file('leaf.csr'), '-subj', '/C=US/ST=WA/O=Acme/CN=signer');
    openssl('x509', '-req', '-in', file('leaf.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '60', '-sha256', '-out', file('leaf.crt'), '-extfile', 'leaf.ext');
    writeFileSync(file('chain.crt'), Buffer.concat([readFileSync(file('leaf.crt')), readFileSync(file('ca.crt'))]));
  }
  mkdirSync('config/notation/truststore/x509/ca/migrated', { recursive: true });
  writeFileSync('config/notation/truststore/x509/ca/migrated/ca.crt', readFileSync('ca.crt'));
} // prettier-ignore
