import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Row {
  readonly image: string;
  readonly signers: readonly string[];
  readonly scheme: string;
  readonly outcome: string;
  readonly detail: string;
}

describe.skipIf(!hasNotary || !hasDockerRegistry)('out of Docker Content Trust, with a real server and a real registry', () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let digests: ReadonlyMap<string, string>;
  let image = '';
  const folder = temporaryFolder();
  const run = (...words: string[]): Promise<CommandRun> => runCommand(words, { cacheDirectory: join(folder.path, 'cache') });
  const migrate = (...words: string[]): Promise<CommandRun> => run('trust', 'migrate', ...words);
  const rows = (ran: CommandRun): readonly string[] =>
    (JSON.parse(ran.stdout) as { images: Row[] }).images.map(
      ({ image: name, signers, scheme, outcome }) => `${name.slice(image.length)} ${signers.join()} ${scheme} ${outcome}`,
    );

  /** Another home directory, without keys and trusted roots, until it is disposed of. */
  const onSecondMachine = (): AsyncDisposable & { readonly name: string } => {
    const { HOME: home } = process.env;
    const name = `home-${++machines}`;
    process.env['HOME'] = join(folder.path, name);
    return {
      name,
      [Symbol.asyncDispose]: () => {
        process.env['HOME'] = home;
        delete process.env['PRATIQUE_CONFIG'];
        return Promise.resolve();
      },
    };
  };
  const writeConfig = (name: string, text: string): string => {
    writeFileSync(join(folder.path, name), text);
    return join(folder.path, name);
  };
  let machines = 0;

  beforeAll(async () => {
    [lab, registry] = [await startNotaryLab(), await startDockerRegistry({ kind: 'none' }, { allowsDelete: true })];
    image = `${registry.host}/org/app`;
    digests = await pushSmallImages(registry.host, 'org/app', ['1', '2', 'moved']);
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
    process.chdir(folder.path);
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sign.key'], { stdio: 'pipe' });
    execFileSync('openssl', ['pkey', '-in', 'sign.key', '-pubout', '-out', 'sign.pub'], { stdio: 'pipe' });
    for (const tag of ['1', '2', 'moved']) await run('trust', 'sign', `${image}:${tag}`, '--signer', 'alice');
    await run('trust', 'sign', `${image}:lost`, '--digest', `sha256:${'7'.repeat(64)}`, '--size', '12');
    await pushSmallImages(registry.host, 'org/app', ['moved'], 'later');
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    process.chdir('/');
    folder[Symbol.dispose]();
  });

  it('exports, and says what it did', async () => {
    const exported = await migrate('export', image, '--output', 'app.tar');
    expect(exported).toMatchObject({ exitCode: 0, stdout: `${image}: 4 tags, 8 changes, 20 metadata files, no private keys (3 on this machine; add them with --with-private-keys)\n` });
  }); // prettier-ignore

  it('exports what is there of several repositories, and says what is missing', async () => {
    const exported = await migrate('export', `${registry.host}/org/none`, image, '--output', 'both.tar');
    expect(exported).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/^\S+\/org\/app: 4 tags/), stderr: expect.stringMatching(/not in both\.tar: \S+ has no trust data for \S+\/org\/none \(TRUST_DATA_NOT_FOUND\)/) });
    expect((await migrate('resolve', '--from', 'both.tar')).stdout).toContain(`\n${image}:1 `);
    expect(await migrate('export', `${registry.host}/org/none`, '--output', 'none.tar')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('TRUST_DATA_NOT_FOUND') });
    expect(existsSync('none.tar')).toBe(false);
  }); // prettier-ignore

  it('replaces no archive that verified by one that does not', async () => {
    const before = readFileSync('app.tar');
    await using _second = onSecondMachine();
    const tls = join(process.env['HOME'] ?? '', '.docker/tls', lab.host);
    mkdirSync(tls, { recursive: true });
    writeFileSync(join(tls, 'ca.crt'), lab.authority);
    const refused = await migrate('export', image, '--first-use', 'no', '--output', 'app.tar');
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/app\.tar has a verified export of \S+, which cannot be verified now \(ROOT_PIN_REQUIRED\): it is not replaced \(OUTPUT_UNWRITABLE\)/) });
    expect(readFileSync('app.tar').equals(before)).toBe(true);
  }); // prettier-ignore

  it('takes no pipe for an archive or a record', async () => {
    execFileSync('mkfifo', ['pipe']);
    expect(await migrate('resolve', '--from', 'pipe')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('pipe: it is not a file (EXPORT_INVALID)') });
    expect(await migrate('apply', '--from', 'app.tar', '--key', 'sign.key', '--record', 'pipe')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('pipe is not a file (RECORD_UNUSABLE)') });
  }); // prettier-ignore

  it('does not say that a repository without tags was migrated', async () => {
    await run('trust', 'init', `${registry.host}/org/empty`);
    const applied = await migrate('apply', `${registry.host}/org/empty`, '--key', 'sign.key', '--yes');
    expect(applied).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('nothing to sign: no signed tag was found') });
  });

  it.each(['the server', 'the archive'])('resolves by %s: present, missing and moved images', async (source) => {
    const resolved = await migrate('resolve', ...(source === 'the server' ? [image] : ['--from', 'app.tar']));
    const lines = resolved.stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
    const now = /the tag points to (sha256:[0-9a-f]{12})/.exec(resolved.stdout)?.[1];
    expect([resolved.exitCode, ...lines]).toEqual([
      4,
      'IMAGE | DIGEST | SIZE | SIGNED BY | STATE',
      `${image}:1 | ${digests.get('1') ?? ''} | 248 | alice | in the registry`,
      `${image}:2 | ${digests.get('2') ?? ''} | 248 | alice | in the registry`,
      `${image}:lost | sha256:${'7'.repeat(64)} | 12 | alice | no longer in the registry`,
      `${image}:moved | ${digests.get('moved') ?? ''} | 248 | alice | in the registry, the tag points to ${now ?? '?'}`,
      '',
    ]);
  });

  it('signs nothing without --yes', async () => {
    const dry = await migrate('apply', image, '--key', 'sign.key', '--format', 'json');
    expect(rows(dry)).toEqual([':1 alice sigstore to sign', ':2 alice sigstore to sign', ':lost alice sigstore left out', ':moved alice sigstore to sign']);
    expect([dry.exitCode, existsSync('content-trust-migration.jsonl')]).toEqual([4, false]);
    expect((await run('verify', `${image}:1`, '--key', 'sign.pub')).exitCode).not.toBe(0);
  }); // prettier-ignore

  it('signs from the archive, records the former signers and writes a policy that verify reads', async () => {
    const applied = await migrate('apply', '--from', 'app.tar', '--key', 'sign.key', '--policy', 'pratique.yaml', '--yes', '--format', 'json');
    expect(rows(applied)).toEqual([':1 alice sigstore signed', ':2 alice sigstore signed', ':lost alice sigstore left out', ':moved alice sigstore signed']);
    const record = readFileSync('content-trust-migration.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { image: string; gun: string; tags: { tag: string; signers: string[] }[] });
    expect(record.map(({ image: name, gun, tags }) => [name, gun, tags.map(({ tag, signers }) => `${tag} ${signers.join()}`)])).toEqual(
      ['1', '2', 'moved'].map((tag) => [`${image}@${digests.get(tag) ?? ''}`, image, [`${tag} alice`]]),
    );
    expect(decodeTrustPolicy(readFileSync('pratique.yaml', 'utf8'), 'pratique.yaml')?.statements.map(({ images, sigstore }) => [images[0]?.text, sigstore?.identities.length])).toEqual([[image, 1]]);
    expect((await run('verify', `${image}:1`)).exitCode).toBe(0);
    expect((await run('verify', `${image}:moved`)).exitCode).toBe(1);
  }); // prettier-ignore

  it('completes a record whose last line was cut, and signs nothing twice', async () => {
    const path = 'content-trust-migration.jsonl';
    const whole = readFileSync(path);
    truncateSync(path, whole.length - 20);
    const again = await migrate('apply', image, '--key', 'sign.key', '--yes', '--format', 'json');
    expect(rows(again)).toEqual([':1 alice sigstore signed before', ':2 alice sigstore signed before', ':lost alice sigstore left out', ':moved alice sigstore signed before']);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { image: string }).image)).toEqual(['1', '2', 'moved'].map((tag) => `${image}@${digests.get(tag) ?? ''}`));
    appendFileSync(path, 'something else\n');
    expect(await migrate('apply', image, '--key', 'sign.key', '--yes')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('RECORD_UNUSABLE') });
  }); // prettier-ignore

  it('binds tags in the registry, and adds that to the policy that exists', async () => {
    const applied = await migrate('apply', image, '--registry', '--record', 'registry.jsonl', '--policy', 'pratique.yaml', '--yes', '--format', 'json');
    expect(rows(applied)).toEqual([':1 alice registry signed', ':2 alice registry signed', ':lost alice registry left out', ':moved alice registry signed']);
    expect(await run('trust', 'verify', `${image}:moved`, '--server', 'registry')).toMatchObject({ exitCode: 0, stdout: `${image}@${digests.get('moved') ?? ''}\n` });
    expect(decodeTrustPolicy(readFileSync('pratique.yaml', 'utf8'), 'pratique.yaml')?.statements).toMatchObject([
      { require: 'all', notary: { server: 'registry', rootKeyIds: [expect.stringMatching(/^[0-9a-f]{64}$/)] }, sigstore: { identities: [{ kind: 'key' }] } },
    ]);
    expect((await run('verify', `${image}:1`)).exitCode).toBe(0);
    expect(await run('verify', '--quiet', `${image}:moved`)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('TAG_MOVED') });
    expect(await run('verify', '--quiet', `${image}:moved@${digests.get('moved') ?? ''}`)).toMatchObject({ exitCode: 0 });
  }); // prettier-ignore

  it('names what was staged, and publishes none of it', async () => {
    await run('trust', 'sign', '--server', 'registry', `${image}:2`, '--digest', digests.get('1') ?? '', '--stage');
    const warnings: string[] = [];
    const { log } = quickRuntime();
    const runtime = quickRuntime({ log: { ...log, warn: (message) => void warnings.push(message) } });
    await runCommand(['trust', 'migrate', 'apply', image, '--registry', '--record', 'registry.jsonl', '--yes'], { runtime });
    expect(warnings).toEqual([`${image}: 1 change that was staged is not published: see pratique trust status --server registry ${image}`]);
    expect(await run('trust', 'verify', `${image}:2`, '--server', 'registry')).toMatchObject({
      stdout: `${image}@${digests.get('2') ?? ''}\n`,
    });
    await run('trust', 'reset', '--server', 'registry', '--all', '--yes', image);
  });

  it('says of no tag that whoever has no key signed it', async () => {
    await using _second = onSecondMachine();
    process.env['PRATIQUE_CONFIG'] = join(folder.path, 'pratique.yaml');
    const signed = await run('trust', 'sign', '--server', 'registry', `${image}:1`);
    expect(signed).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('KEY_NOT_FOUND') });
  });

  it('finds what another machine signed by the pinned root, and signs nothing twice', async () => {
    const before = (await run('tree', `${image}:1`)).stdout;
    await using second = onSecondMachine();
    process.env['PRATIQUE_CONFIG'] = join(folder.path, 'pratique.yaml');
    const again = await migrate('apply', '--from', 'app.tar', '--key', 'sign.key', '--registry', '--record', `${second.name}.jsonl`, '--yes', '--format', 'json');
    expect(rows(again).filter((row) => !row.includes(':lost'))).toEqual(
      [':1', ':2', ':moved'].flatMap((tag) => [`${tag} alice sigstore signed before`, `${tag} alice registry signed before`]),
    );
    expect((await run('tree', `${image}:1`)).stdout).toBe(before);
  }); // prettier-ignore

  it.each(['new.jsonl', 'registry.jsonl'])('trusts no root that it meets first in the registry, with the record %s', async (record) => {
    await using _second = onSecondMachine();
    process.env['PRATIQUE_CONFIG'] = writeConfig('empty.yaml', '{}');
    const refused = await migrate('apply', '--from', 'app.tar', '--registry', '--record', record, '--policy', 'adopted.yaml', '--first-use', 'yes', '--yes');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringMatching(/the trust metadata in the registry have the root [0-9a-f]{64}, which may be anybody's: .*ROOT_PIN_REQUIRED\); try: if it is yours, add it to rootKeys of /) });
    expect([existsSync('new.jsonl'), existsSync('adopted.yaml')]).toEqual([false, false]);
  }); // prettier-ignore

  it('signs nothing when the trust metadata in the registry cannot be opened or signed', async () => {
    await run('trust', 'revoke', '--server', 'registry', `${image}:2`);
    const before = (await run('tree', `${image}:1`)).stdout;
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'new.key'], { stdio: 'pipe' });
    const apply = (...words: string[]): Promise<CommandRun> => migrate('apply', '--from', 'app.tar', '--key', 'new.key', '--registry', '--record', 'unsigned.jsonl', '--yes', ...words);
    {
      await using _second = onSecondMachine();
      expect(await apply()).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringMatching(/targets requires 1 of its keys .*KEY_NOT_FOUND\); try: import the key .*pratique trust key import --server registry FILE/) });
    }
    await using _third = onSecondMachine();
    const rootKey = (/root key ([0-9a-f]{64})/.exec(JSON.stringify((await run('trust', 'migrate', 'resolve', '--from', 'app.tar')).stderr)))?.[1] ?? '';
    process.env['PRATIQUE_CONFIG'] = writeConfig('empty.yaml', '{}');
    expect(await apply('--first-use', 'no', '--root-key', rootKey)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/the trust metadata in the registry have the root .*ROOT_PIN_REQUIRED/) });
    process.env['PRATIQUE_CONFIG'] = writeConfig('wrong.yaml', `trust: {images: [{match: ${image}, notary: {server: registry, rootKeys: [${'a'.repeat(64)}]}}]}`);
    expect(await apply()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('ROOT_PIN_MISMATCH') });
    expect([existsSync('unsigned.jsonl'), (await run('tree', `${image}:1`)).stdout]).toEqual([false, before]);
  }); // prettier-ignore

  it('signs nothing when the policy file contradicts the new policy', async () => {
    const text = `trust: {images: [{match: ${image}, sigstore: {identities: {key: other.pub}}}]}\n`;
    writeFileSync('other.yaml', text);
    const refused = await migrate('apply', image, '--key', 'sign.key', '--policy', 'other.yaml', '--record', 'other.jsonl', '--yes');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(`cannot add ${image} to other.yaml: it requires other sigstore signatures (CONFIG_INVALID)`) });
    expect([existsSync('other.jsonl'), readFileSync('other.yaml', 'utf8')]).toEqual([false, text]);
  }); // prettier-ignore

  it.each<[string, (key: string) => string, string]>([
    ['a wider statement would be replaced by a weaker one', () => `match: ${image.replace('/app', '/**')}, require: all, sigstore: {transparencyLog: required, identities: {key: sign.pub}}, notary: {firstUse: true, signers: alice}`, '/**, which requires transparencyLog and requires notary signatures'],
    ['its own statement requires attestations', (key) => `match: ${image}, sigstore: {identities: {key: ${key}}}, attestations: {predicateType: vuln}`, 'it requires attestations, which the new signatures would not have'],
    ['its own statement requires log entries', (key) => `match: ${image}, sigstore: {transparencyLog: required, identities: {key: ${key}}}`, 'it has transparencyLog: required, and the new signatures would have no log entry'],
  ])('signs nothing when %s', async (_, terms, reason) => {
    const key = JSON.stringify(createPublicKey(readFileSync('sign.key')).export({ type: 'spki', format: 'pem' }));
    const text = `trust: {images: [{${terms(key)}}]}\n`;
    writeFileSync('weaker.yaml', text);
    const refused = await migrate('apply', image, '--key', 'sign.key', '--policy', 'weaker.yaml', '--record', 'weaker.jsonl', '--yes');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(reason) });
    expect([existsSync('weaker.jsonl'), readFileSync('weaker.yaml', 'utf8')]).toEqual([false, text]);
  }); // prettier-ignore

  it('says in the result that the policy enforces nothing', async () => {
    const key = JSON.stringify(createPublicKey(readFileSync('sign.key')).export({ type: 'spki', format: 'pem' }));
    const text = `trust: {images: [{match: ${image}, action: warn, sigstore: {identities: [{key: ${key}}]}}]}\n`;
    writeFileSync('warn.yaml', text);
    const applied = await migrate('apply', image, '--key', 'sign.key', '--policy', 'warn.yaml', '--record', 'warn.jsonl', '--yes');
    const notice = `warn.yaml: the statement for ${image} has the action warn, so nothing is enforced`;
    expect(applied).toMatchObject({ stdout: expect.stringContaining(`\nCheck the policy:\n- ${notice}`), stderr: expect.stringContaining(notice) });
    expect(readFileSync('warn.yaml', 'utf8')).toBe(text);
  }); // prettier-ignore

  it('does not move a tag back that was signed in the registry since', async () => {
    await run('trust', 'sign', '--server', 'registry', `${image}:2`, '--digest', digests.get('1') ?? '');
    const again = await migrate('apply', '--from', 'app.tar', '--registry', '--record', 'lost-record.jsonl', '--yes');
    expect(again).toMatchObject({ exitCode: 4, stdout: expect.stringContaining(`the trust metadata in the registry bind 2 to ${digests.get('1') ?? ''} already (CHANGE_INVALID)`) });
    expect(await run('trust', 'verify', `${image}:2`, '--server', 'registry')).toMatchObject({ stdout: `${image}@${digests.get('1') ?? ''}\n` });
  }); // prettier-ignore

  it('creates no other root where the trust metadata were removed after signing, although the record lists them', async () => {
    await run('trust', 'remove', image, '--server', 'registry', '--remote', '--yes');
    const again = await migrate('apply', '--from', 'app.tar', '--key', 'sign.key', '--registry', '--record', 'registry.jsonl', '--policy', 'none.yaml', '--yes');
    expect(again).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringMatching(/has no trust data of .*, but a root of it is pinned: [0-9a-f]{64} \(TRUST_DATA_LOST\)/) });
    expect(existsSync('none.yaml')).toBe(false);
  }); // prettier-ignore

  it('signs with Notation, when no policy pins the lost trust metadata in the registry', async () => {
    expect(await migrate('apply', image, '--key', 'sign.key', '--record', 'notation.jsonl')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('TRUST_DATA_LOST') });
    process.env['PRATIQUE_CONFIG'] = writeConfig('empty.yaml', '{}');
    onTestFinished(() => {
      delete process.env['PRATIQUE_CONFIG'];
    });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'];
    const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '30', '-subj', '/C=US/ST=WA/O=Acme/CN=root', '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign');
    openssl('req', '-new', ...key, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/C=US/ST=WA/O=Acme/CN=signer');
    writeFileSync('leaf.ext', 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n');
    openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-sha256', '-out', 'leaf.crt', '-extfile', 'leaf.ext');
    writeFileSync('chain.crt', Buffer.concat([readFileSync('leaf.crt'), readFileSync('ca.crt')]));
    const words = ['--notation-key', 'leaf.key', '--notation-chain', 'chain.crt', '--record', 'notation.jsonl', '--yes', '--format', 'json'];
    const applied = await migrate('apply', image, ...words);
    expect(rows(applied)).toEqual([':1 alice notation signed', ':2 alice notation signed', ':lost alice notation left out', ':moved alice notation signed']);
    expect((JSON.parse(applied.stdout) as { policy: string }).policy).toContain('x509.subject: ');
    expect((await run('tree', `${image}:1`)).stdout).toContain('signature (Notation)');
    const signatures = async (): Promise<number> => (await run('tree', `${image}:1`)).stdout.split('signature (Notation)').length - 1;
    const before = await signatures();
    // A second machine has the key and no record.
    const again = await migrate('apply', image, ...words.map((word) => word.replace('notation.jsonl', 'notation-2.jsonl')));
    expect(rows(again)).toEqual([':1 alice notation signed before', ':2 alice notation signed before', ':lost alice notation left out', ':moved alice notation signed before']);
    openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', '77', '-days', '30', '-sha256', '-out', 'leaf-2.crt', '-extfile', 'leaf.ext');
    writeFileSync('chain.crt', Buffer.concat([readFileSync('leaf-2.crt'), readFileSync('ca.crt')]));
    const renewed = await migrate('apply', image, ...words.map((word) => word.replace('notation.jsonl', 'notation-3.jsonl')));
    expect([rows(renewed)[0], await signatures()]).toEqual([':1 alice notation signed', before + 1]);
  }); // prettier-ignore

  it.each([
    ['a byte of metadata', (bytes: Buffer) => bytes.indexOf('"_type":"Targets"') + 10],
    ['a digest in the index', (bytes: Buffer) => bytes.indexOf('"digest": "sha256:', bytes.indexOf('"files"')) + 20],
    ['a header', () => 3],
  ])('an archive with %s changed is refused', async (_, where) => {
    const bytes = Buffer.from(readFileSync('app.tar'));
    const at = where(bytes);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync('changed.tar', bytes);
    expect(await migrate('resolve', '--from', 'changed.tar')).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('EXPORT_INVALID') });
  }); // prettier-ignore

  it('an archive that is consistent and not signed by the root that is kept here is refused', async () => {
    const other = join(folder.path, 'other-home');
    await run('trust', 'remove', image, '--remote', '--yes');
    await run('trust', 'sign', `${image}:1`, '--trust-dir', other);
    await migrate('export', image, '--output', 'forged.tar', '--trust-dir', other);
    const kept = join(folder.path, 'kept');
    mkdirSync(join(kept, 'tuf', image, 'metadata'), { recursive: true });
    execFileSync('tar', ['-xf', 'app.tar', '--strip-components=5', '-C', join(kept, 'tuf', image, 'metadata'), '--wildcards', '*/metadata/1.root.*']);
    execFileSync('sh', ['-c', 'mv "$0"/1.root.*.json "$0"/root.json', join(kept, 'tuf', image, 'metadata')]);
    expect((await migrate('resolve', '--from', 'app.tar', '--trust-dir', kept)).exitCode).toBe(4);
    expect(await migrate('resolve', '--from', 'forged.tar', '--trust-dir', kept)).toMatchObject({ exitCode: 1, stdout: '' });
  }); // prettier-ignore
});
