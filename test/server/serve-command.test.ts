import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { serverLibraries } from '../../src/cli/serve/assert-server-libraries.ts';
import { projectRoot } from '../support/project-root.ts';
import { ensureBuilt, makeSandbox, program, runPratiqueAsync } from '../support/run-pratique.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

beforeAll(ensureBuilt);

describe('pratique serve', () => {
  it('prints the first token once, answers, and ends in order on SIGTERM', async () => {
    const sandbox = makeSandbox();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const start = async (): Promise<{ readonly token: string; readonly stop: () => Promise<number | null> }> => {
      const child = spawn(process.execPath, [program, 'serve', '--listen', `127.0.0.1:${port}`], {
        cwd: sandbox.work,
        env: sandbox.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      await until('the server is ready', async () => {
        if (child.exitCode !== null) throw new Error('the server ended');
        return (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200;
      });
      await fetch(`${url}/readyz`);
      return {
        get token() {
          return printed.trim();
        },
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
      };
    };
    try {
      const first = await start();
      await until('the token is printed', () => first.token !== '');
      const { token } = first;
      const env = { PRATIQUE_SERVER: url, PRATIQUE_TOKEN: token };
      expect(await runPratiqueAsync(['repo', 'enable', 'ghcr.io/acme/app', '--watch', '--tags', 'v*'], sandbox, { env })).toEqual({
        exitCode: 0,
        stdout: 'ghcr.io/acme/app is enabled and watched\n',
        stderr: '',
      });
      expect((await runPratiqueAsync(['repo', 'list'], sandbox, { env })).stdout).toBe('ghcr.io/acme/app  enabled, watched (v*), 0 tags\n');
      expect((await runPratiqueAsync(['repo', 'disable', 'ghcr.io/acme/app'], sandbox, { env })).stdout).toBe(
        'ghcr.io/acme/app is disabled\n',
      );
      expect(await runPratiqueAsync(['repo', 'list'], sandbox, { env: { PRATIQUE_SERVER: url } })).toMatchObject({
        exitCode: 3,
        stderr: expect.stringContaining('set PRATIQUE_TOKEN') as string,
      });
      expect(await runPratiqueAsync(['serve', '--listen', '127.0.0.1:0'], sandbox)).toMatchObject({
        exitCode: 3,
        stderr: expect.stringMatching(/process \d+ has the database in .* open/) as string,
      });
      expect(await first.stop()).toBe(143);
      const second = await start();
      expect((await runPratiqueAsync(['repo', 'list'], sandbox, { env })).stdout).toBe('ghcr.io/acme/app  disabled, 0 tags\n');
      expect(await second.stop()).toBe(143);
      expect(second.token).toBe('');
    } finally {
      sandbox.dispose();
    }
  });

  it('names the libraries that package.json has as optional peers', () => {
    const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, { optional?: boolean }>
    >;
    expect(Object.keys(peerDependencies!).sort()).toEqual([...serverLibraries].sort());
    expect(Object.entries(peerDependenciesMeta!).filter(([, { optional }]) => optional !== true)).toEqual([]);
  });
});
