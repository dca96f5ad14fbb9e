import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDocker, type RunningEngine, startDocker } from '../support/container-engines.ts';
import { freePort } from '../support/free-port.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { runArguments } from '../support/run-service.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';
import { tarOf } from '../support/tar-builder.ts';
import { until } from '../support/until.ts';

const programs = ['/usr/bin/setpriv', '/usr/bin/python3', '/usr/bin/chown'];

/** A service that starts as root, hands a folder to another user and becomes that user; its programs are the host's. */
describe.skipIf(!hasDocker || !programs.every((path) => existsSync(path)))('a hardened service in dockerd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-hardened-'));
  const sandbox = makeSandbox();
  let engine: RunningEngine;
  let port = 0;

  beforeAll(async () => {
    ensureBuilt();
    port = await freePort();
    engine = await startDocker();
    const serve = `exec setpriv --reuid 4000 --regid 4000 --clear-groups python3 -m http.server ${port} --bind 127.0.0.1 --directory /var/cache/site`;
    const script = `#!/bin/sh\nset -e\necho hardened > /var/cache/site/index.html\nchown 4000 /var/cache/site/index.html\ntouch /run/site.pid\n${serve}\n`;
    const layer = tarOf(
      { name: 'start.sh', content: script, mode: 0o755 },
      ...['var/', 'var/cache/', 'run/', 'etc/'].map((name) => ({ name, type: '5', mode: 0o755 })),
      { name: 'var/cache/site/', type: '5', mode: 0o755, uid: 4000 },
      { name: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\nsite:x:4000:4000::/:\n' },
    );
    writeFileSync(join(folder, 'site.tar'), dockerArchive(buildImage({ tag: 'example/site:1', config: { Entrypoint: ['/start.sh'] }, layers: [{ files: layer }] }))); // prettier-ignore
    const mounts = ['/usr', '/lib', '/lib64', '/bin', '/etc/alternatives'].map((path) => `"${path}:${path}:ro"`);
    writeFileSync(join(folder, 'compose.yaml'), `services:\n  site:\n    image: example/site:1\n    network_mode: host\n    volumes: [${mounts.join(', ')}]\n`); // prettier-ignore
    engine.run('load', '--input', join(folder, 'site.tar'));
  });
  afterAll(async () => {
    engine.run('rm', '--force', 'hardened-site');
    await engine[Symbol.asyncDispose]();
    sandbox.dispose();
    rmSync(folder, { recursive: true });
  });

  it('starts and answers with the override that was made from its image in the engine', async () => {
    const override = join(folder, 'override.yaml');
    const { status, stderr } = spawnSync(process.execPath, [program, 'harden', join(folder, 'compose.yaml'), '--output', override], {
      cwd: sandbox.work,
      env: { ...sandbox.env, DOCKER_HOST: `unix://${engine.socket}` },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const words = runArguments('site', readFileSync(join(folder, 'compose.yaml'), 'utf8'), readFileSync(override, 'utf8'));
    expect(words.filter((_, at) => words[at - 1] === '--cap-add')).toEqual(['SETUID', 'SETGID', 'CHOWN']);
    expect(words).toEqual(expect.arrayContaining(['--read-only', 'no-new-privileges:true', '/var/cache/site:size=64m,mode=1777']));
    engine.run(
      'run',
      '--detach',
      '--name',
      'hardened-site',
      '--network',
      'host',
      '--ulimit',
      'nofile=1024:1024',
      ...words,
      'example/site:1',
    );
    let answer: string | undefined;
    await until('the service answers', async () => {
      answer = await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text()).catch(() => undefined); // prettier-ignore
      if (!engine.run('ps').includes('hardened-site')) throw new Error(engine.run('logs', 'hardened-site'));
      return answer !== undefined;
    });
    expect(answer).toBe('hardened\n');
    expect(engine.run('logs', 'hardened-site')).not.toMatch(/not permitted|denied|Read-only/);
  });
});
