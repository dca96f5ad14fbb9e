import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDocker, type RunningEngine, startDocker } from '../support/container-engines.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';
import { until } from '../support/until.ts';

describe.skipIf(!hasDocker)('events of dockerd of Debian', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-events-'));
  const sandbox = makeSandbox();
  let engine: RunningEngine;

  beforeAll(async () => {
    ensureBuilt();
    engine = await startDocker();
    const archive = join(folder, 'image.tar');
    const files = [
      { path: 'opt/x', content: Buffer.from('x') },
      { path: 'tmp/', content: Buffer.alloc(0), mode: 0o777 },
    ];
    writeFileSync(archive, dockerArchive(buildImage({ tag: 'example/app:1', config: {}, layers: [{ createdBy: 'COPY', files }] })));
    engine.run('load', '--input', archive);
  });
  afterAll(async () => {
    engine.run('rm', '--force', 'watched');
    await engine[Symbol.asyncDispose]();
    sandbox.dispose();
    rmSync(folder, { recursive: true });
  });

  it('has what was done, what changed in a container and which statements it breaks, as OCSF', async () => {
    const [file, config] = [join(folder, 'events.jsonl'), join(folder, 'policy.yaml')];
    writeFileSync(config, "policy:\n  - name: no-drift\n    deny: finding.id == 'drift-program'\n");
    const environment = { ...sandbox.env, DOCKER_HOST: `unix://${engine.socket}` };
    const words = ['events', '--format', 'ocsf', '--to', file, '--interval', '1', '--config', config, '--checkpoint', join(folder, 'state.json')];
    const child = spawn(process.execPath, [program, ...words], { cwd: sandbox.work, env: environment, stdio: 'ignore' });
    try {
      await until('it writes', () => existsSync(file));
      const mounts = ['/usr', '/lib', '/lib64', '/bin'].flatMap((path) => ['--volume', `${path}:${path}:ro`]);
      engine.run('run', '--detach', '--name', 'watched', '--network', 'none', '--ulimit', 'nofile=1024:1024', ...mounts, 'example/app:1', 'sleep', '600');
      engine.run('exec', 'watched', 'sh', '-c', 'echo x > /opt/miner && chmod +x /opt/miner');
      const read = (): readonly { readonly class_uid: number; readonly message: string }[] =>
        readFileSync(file, 'utf8').split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as { readonly class_uid: number; readonly message: string });
      const has = (classId: number, message: string): boolean => read().some((event) => event.class_uid === classId && event.message.includes(message));
      await until('all have come', () => has(6002, 'container watched: start') && has(6002, 'container watched: exec_start') && has(2004, '/opt/miner was added') && has(2004, 'no-drift'));
      expect(read().filter(({ message }) => message === '/opt/miner was added')).toHaveLength(1);
      expect(readFileSync(file, 'utf8')).not.toContain('chmod +x');
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }); // prettier-ignore
});
