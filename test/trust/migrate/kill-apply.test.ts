import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';
import { hasNotary, passphrases, startNotaryLab, type NotaryLab } from '../../support/notary-lab.ts';
import { pushSmallImages } from '../../support/push-small-images.ts';
import { type Ended, ensureBuilt, makeSandbox, program, runPratiqueAsync, type Sandbox } from '../../support/run-pratique.ts';

const trials = isSlowRun ? 100 : 3;

/**
 * A migration that is killed (SIGKILL) at a point that differs in each trial, then run again. The second run ends well, every tag is signed as the
 * archive says, and no key or file is left half written.
 */
describe.skipIf(!hasNotary || !hasDockerRegistry)(`a migration that is killed, ${trials} times`, () => {
  let lab: NotaryLab;
  let registry: DockerRegistry;
  let sandbox: Sandbox;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    ensureBuilt();
    [lab, registry, sandbox] = [await startNotaryLab(), await startDockerRegistry({ kind: 'none' }, { allowsDelete: true }), makeSandbox()];
    const authority = join(sandbox.folder, '.docker/tls', lab.host);
    mkdirSync(authority, { recursive: true });
    writeFileSync(join(authority, 'ca.crt'), lab.authority);
    env = {
      DOCKER_CONTENT_TRUST_SERVER: lab.url,
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: passphrases.root,
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: passphrases.targets,
    };
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'sign.key'], {
      cwd: sandbox.work,
      stdio: 'pipe',
    });
    execFileSync('openssl', ['pkey', '-in', 'sign.key', '-pubout', '-out', 'sign.pub'], { cwd: sandbox.work, stdio: 'pipe' });
    writeFileSync(join(sandbox.work, 'none.yaml'), '{}');
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    sandbox.dispose();
  });

  const run = (...words: readonly string[]): Promise<Ended> => runPratiqueAsync(words, sandbox, { env });
  const must = async (...words: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await run(...words);
    if (exitCode !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  };
  const applyOf = (name: string): readonly string[] => [
    ...['trust', 'migrate', 'apply', '--from', `${name}.tar`, '--registry', '--key', 'sign.key'],
    ...['--policy', `${name}.yaml`, '--record', `${name}.jsonl`, '--yes'],
  ];

  it('is finished by the next run', async () => {
    let typicalMs = 0;
    const exitCodes: (number | null)[] = [];
    for (let trial = 0; trial <= trials; trial += 1) {
      const name = `killed-${trial}`;
      const image = `${registry.host}/org/${name}`;
      const digests = await pushSmallImages(registry.host, `org/${name}`, ['1', '2']);
      for (const tag of ['1', '2']) await must('trust', 'sign', `${image}:${tag}`, '--signer', 'alice');
      await must('trust', 'migrate', 'export', image, '--output', `${name}.tar`);
      // The first is not killed, and says how long it takes.
      const started = performance.now();
      const child = spawn(process.execPath, [program, ...applyOf(name)], {
        cwd: sandbox.work,
        env: { ...sandbox.env, ...env },
        stdio: 'ignore',
      });
      if (trial === 0) typicalMs = await ended(child).then(() => performance.now() - started);
      else exitCodes.push(await killAfter(child, typicalMs * (0.2 + 0.85 * ((trial * 0.618) % 1))));
      const again = await run(...applyOf(name));
      expect({ trial, ...again }).toMatchObject({ exitCode: 0 });
      for (const tag of ['1', '2']) {
        const verified = await run('verify', '--policy', `${name}.yaml`, '--quiet', `${image}:${tag}`);
        expect({ trial, tag, ...verified }).toMatchObject({ exitCode: 0, stdout: `${image}@${digests.get(tag)}\n` });
        expect((await run('verify', '--policy', 'none.yaml', '--key', 'sign.pub', `${image}:${tag}`)).exitCode).toBe(0);
      }
    }
    // A trial that always ends before it is killed, or never starts, would show nothing.
    process.stdout.write(`exit codes of killed runs: ${JSON.stringify(exitCodes)}\n`);
    expect(exitCodes).toContain(null);
    expect(readdirSync(sandbox.work).filter((name) => /\.tmp|\.part|~$/.test(name))).toEqual([]);
    expect(existsSync(join(sandbox.folder, '.docker/trust/private'))).toBe(true);
  });
});

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

async function killAfter(child: ChildProcess, ms: number): Promise<number | null> {
  const end = ended(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const code = await end;
  clearTimeout(timer);
  return code;
}
