import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { writeTar } from '../../src/cli/scan/sample/tar-writer.ts';
import { buildImage, ociArchive } from '../support/image-builder.ts';
import { freePort } from '../support/free-port.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
let closedPort = 0;

beforeAll(async () => {
  ensureBuilt();
  sandbox = makeSandbox();
  closedPort = await freePort();
  const put = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(sandbox.work, name), content);
  };
  const noise = createHash('sha512').update('noise').digest();
  put('empty', '');
  put('noise', Buffer.concat(Array.from({ length: 500 }, () => noise)));
  put('text', 'FROM debian:12\n');
  put('cut.tar', sampleImage().subarray(0, 5_000));
  put('plain.tar', writeTar([{ path: 'hello', content: 'there' }]));
  put('broken-manifest.tar', writeTar([{ path: 'manifest.json', content: '[{"Config":' }]));
  put('no-config.tar', writeTar([{ path: 'manifest.json', content: '[{"Config":"none.json","Layers":[]}]' }]));
  put('arm.tar', ociArchive(...twoPlatforms()));
  put('sample.tar', sampleImage());
  put('ca.pem', 'no certificate');
  mkdirSync(join(sandbox.work, 'layout'));
  put('layout/oci-layout', '{"imageLayoutVersion":"1.0.0"}');
  mkdirSync(join(sandbox.work, 'locked'));
  chmodSync(join(sandbox.work, 'locked'), 0o500);
});
afterAll(() => {
  chmodSync(join(sandbox.work, 'locked'), 0o700);
  sandbox.dispose();
});

function twoPlatforms(): ReturnType<typeof buildImage>[] {
  return ['amd64', 'arm64'].map((architecture) =>
    buildImage({ layers: [{ files: [{ path: 'file', content: architecture }] }], platform: { os: 'linux', architecture } }),
  );
}

/** What is typed, the exit code, the code, and what the line must name. */
const cases: readonly (readonly [line: string, exitCode: number, code: string, names: string])[] = [
  ['scan nowhere', 3, 'REGISTRY_UNREACHABLE', 'nowhere'],
  ['scan ./nowhere', 3, 'TARGET_NOT_FOUND', './nowhere'],
  ['scan empty', 3, 'TARGET_UNKNOWN', 'empty'],
  ['scan docker-archive:noise', 3, 'TARGET_UNKNOWN', 'noise'],
  ['scan docker-archive:text', 3, 'TARGET_UNKNOWN', 'text'],
  ['scan cut.tar', 3, 'ARCHIVE_INVALID', 'cut.tar'],
  ['scan plain.tar', 3, 'ARCHIVE_INVALID', 'plain.tar'],
  ['scan broken-manifest.tar', 3, 'DOCUMENT_INVALID', 'broken-manifest.tar'],
  ['scan no-config.tar', 3, 'ARCHIVE_INVALID', 'no-config.tar'],
  ['scan layout', 3, 'LAYOUT_INVALID', 'layout'],
  ['scan arm.tar --platform linux/s390x', 3, 'PLATFORM_NOT_FOUND', 'linux/s390x'],
  ['scan sample.tar --platform linux', 2, 'PLATFORM_INVALID', '"linux"'],
  ['scan registry:Upper/case', 2, 'REFERENCE_INVALID', 'Upper/case'],
  ['scan localhost:PORT/app:1', 3, 'REGISTRY_UNREACHABLE', 'localhost:PORT'],
  ['scan localhost:PORT/app:1 --ca-file nowhere.pem', 2, 'CONFIG_INVALID', 'nowhere.pem'],
  ['scan sample.tar --db nowhere', 3, 'DATABASE_NOT_FOUND', 'nowhere'],
  ['scan sample.tar --db text', 3, 'DATABASE_NOT_FOUND', 'text'],
  ['scan sample.tar --output nowhere/report', 3, 'OUTPUT_UNWRITABLE', 'nowhere/report'],
  ['scan sample.tar --output layout', 3, 'OUTPUT_UNWRITABLE', 'layout'],
  ['scan sample.tar --output checkstyle=report', 2, 'USAGE', 'checkstyle'],
  ['scan sample.tar --format checkstyle', 2, 'USAGE', 'checkstyle'],
  ['scan sample.tar --severity hihg', 2, 'USAGE', 'hihg'],
  ['scan sample.tar --exit-code many', 2, 'USAGE', 'many'],
  ['scan sample.tar --severty HIGH', 2, 'USAGE', '--severity'],
  ['scan sample.tar --username me', 2, 'USAGE', '--username'],
  ['scan sample.tar --username me --password-stdin', 2, 'USAGE', '--password-stdin'],
  ['scna sample.tar', 2, 'USAGE', 'scan'],
];

describe('a refusal is one line that names the thing, the reason and what to try', () => {
  it.each(cases.filter(([line]) => line !== 'scan nowhere'))('pratique %s', (line, exitCode, code, names) => {
    const fill = (text: string): string => text.replace('PORT', String(closedPort));
    const ended = runPratique(fill(line).split(' '), sandbox);
    expect(ended).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(/^pratique: [^\n]+\n$/) as string });
    expect(ended.stderr).toContain(` (${code}); try: `);
    expect(ended.stderr).toContain(fill(names));
  });

  it('escapes what is not meant for a terminal', () => {
    const { stderr } = runPratique(['scan', './a\u001b[2J\nb\u202e'], sandbox);
    expect(stderr).toMatch(/^pratique: \.\/a\\x1b\[2J\\nb\\u\{202e\}: .*\n$/);
  });

  it('does not repeat a password', () => {
    const { stderr } = runPratique(['scan', `localhost:${closedPort}/app`, '--username', 'me', '--password', 'hunter2'], sandbox);
    expect(stderr).toContain('REGISTRY_UNREACHABLE');
    expect(stderr).not.toContain('hunter2');
  });
});
