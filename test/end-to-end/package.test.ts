import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { ensureBuilt, makeSandbox, type Sandbox } from '../support/run-pratique.ts';

const root = join(import.meta.dirname, '../..');
let sandbox: Sandbox;
let tarball = '';

beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', sandbox.work], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as { filename: string }[];
  tarball = `./${packed?.filename ?? ''}`;
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
});
afterAll(() => {
  sandbox.dispose();
});

/** npm's own settings come from the environment of the test run. */
const npm = (args: readonly string[], cwd: string): ReturnType<typeof spawnSync> & { stdout: string } =>
  spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    env: {
      ...sandbox.env,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    },
  });

describe('the package', () => {
  it('is packed without a list of hundreds of files, and has one file of declarations', () => {
    const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run'], { cwd: root, encoding: 'utf8' });
    expect(`${stdout}${stderr}`.split('\n').length).toBeLessThan(20);
    const listed = spawnSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, encoding: 'utf8' });
    const [{ files }] = JSON.parse(listed.stdout.slice(listed.stdout.indexOf('['))) as [{ files: { path: string }[] }];
    expect(files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'))).toEqual(['dist/types/index.d.ts']);
  });

  it('runs by npx in an empty folder, without the registry', () => {
    const ended = npm(
      ['exec', '--yes', `--package=${tarball}`, '--', 'pratique', 'scan', 'sample.tar', '--exit-code', '1', '--format', 'json'],
      sandbox.work,
    );
    expect(ended.status).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ schemaVersion: 1, reports: [{ target: { name: 'sample.tar' } }] });
  });

  it('installs alone, without scripts, and is a typed library too', () => {
    const folder = join(sandbox.work, 'user');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{"name":"user","private":true,"type":"module"}');
    expect(npm(['install', `.${tarball}`], folder).status).toBe(0);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['pratique']);
    const installed = join(folder, 'node_modules/pratique');
    const { scripts, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    expect(Object.keys(scripts ?? {}).filter((name) => /install|^prepare$/.test(name))).toEqual([]);
    expect(dependencies).toBeUndefined();
    for (const file of ['LICENSE', 'NOTICE.md', 'README.md', 'dist/types/index.d.ts'])
      expect([file, existsSync(join(installed, file))]).toEqual([file, true]);
    const use = `import { scan } from 'pratique';\nconst [report] = await scan('../sample.tar');\nconsole.log(report.target.scheme, report.packages.length > 10);\n`;
    writeFileSync(join(folder, 'use.mjs'), use);
    expect(execFileSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8', env: sandbox.env })).toBe('docker-archive true\n');
    writeFileSync(
      join(folder, 'use.ts'),
      [
        `import { errorCodes, flagPolicy, reporters, scan, trustReasons, verify, type ErrorCode, type Policy, type ScanReport } from 'pratique';`,
        `export const reports: Promise<readonly ScanReport[]> = scan('x', { platform: 'all', registry: { insecure: true } });`,
        `export const policy: Policy = flagPolicy({ exitCode: 1, ignoreUnfixed: false, allowIncomplete: false });`,
        `export const names: readonly string[] = [...reporters.map(({ format }) => format), ...Object.keys(trustReasons)];`,
        `export const codes = Object.keys(errorCodes) as ErrorCode[];`,
        `export const judge: typeof verify = verify;`,
        `// @ts-expect-error a report has no such field`,
        `export const wrong = async () => (await scan('x'))[0]?.nonsense;`,
        '',
      ].join('\n'),
    );
    const tsc = [
      join(root, 'node_modules/typescript/bin/tsc'),
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--types',
      'node',
      '--typeRoots',
      join(root, 'node_modules/@types'),
      'use.ts',
    ];
    expect(spawnSync(process.execPath, tsc, { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});
