import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = join(projectRoot, 'dist/pratique.js');
const docker = ['/usr/local/bin/docker', '/usr/bin/docker'].find((each) => spawnSync(each, ['--version']).status === 0);

describe('the Docker CLI plugin', () => {
  it('says what it is', () => {
    const { stdout } = spawnSync(process.execPath, [program, 'docker-cli-plugin-metadata'], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ SchemaVersion: '0.1.0', Vendor: 'Pratique' });
  });

  it.skipIf(docker === undefined)('is run by Docker with its words (skipped without Docker’s client)', () => {
    using temporary = temporaryFolder();
    const plugins = join(temporary.path, 'cli-plugins');
    mkdirSync(plugins);
    chmodSync(program, 0o755);
    symlinkSync(program, join(plugins, 'docker-pratique'));
    const run = (...words: readonly string[]) =>
      spawnSync(docker ?? '', ['pratique', ...words], { env: { ...process.env, DOCKER_CONFIG: temporary.path }, encoding: 'utf8' });
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { status, stderr } = run('scan', 'missing.tar');
    expect([status, stderr.includes('TARGET_NOT_FOUND')]).toEqual([3, true]);
  });
});
