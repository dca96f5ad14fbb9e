import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { secretRules } from '../../src/secret/rules/secret-rules.ts';
import { buildImage, ociArchive } from '../support/image-builder.ts';
import { makeSandbox, runPratique } from '../support/run-pratique.ts';
import { makeSecretSample } from '../support/secret-sample.ts';

const sandbox = makeSandbox();
afterAll(() => sandbox.dispose());

let seed = 10;
const planted: string[] = [];

/** A value of that kind which is nowhere else, and must be in no output. */
function plant(ruleId: string): string {
  const { value } = makeSecretSample(
    secretRules.find(({ id }) => id === ruleId)!,
    seed++,
  )!;
  planted.push(value);
  return value;
}

const archive = join(sandbox.work, 'image.tar');
const image = buildImage({
  config: {
    Env: ['PATH=/bin', `STRIPE_KEY=${plant('stripe-access-token')}`],
    Labels: { deploy: plant('docker-hub-token') },
    Cmd: ['serve', '--token', plant('openshift-user-token')],
  },
  layers: [
    {
      createdBy: 'COPY app /app # buildkit',
      files: [
        { path: 'app/', content: '' },
        { path: 'app/.env', content: `A=1\nGITHUB_TOKEN=${plant('github-pat')}\n` },
        { path: 'app/ci.env', content: `GITLAB=${plant('gitlab-pat')}\n` },
        { path: 'app/conf/old.yaml', content: `key: ${plant('npm-access-token')}\n` },
        { path: 'app/replaced', content: `${plant('sendgrid-api-token')}\n` },
        { path: 'app/tests/fixture.txt', content: `${plant('digitalocean-pat')}\n` },
        { path: 'app/wide.txt', content: Buffer.from(`\uFEFFtoken: ${plant('pypi-upload-token')}\r\n`, 'utf16le') },
        { path: 'app/program', content: Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]), Buffer.alloc(900)]) },
      ],
    },
    {
      createdBy: `RUN |1 NPM=${plant('pulumi-api-token')} /bin/sh -c rm app/ci.env # buildkit`,
      files: [
        { path: 'app/.wh.ci.env', content: '' },
        { path: 'app/conf/.wh..wh..opq', content: '' },
        { path: 'app/replaced', content: 'nothing\n' },
      ],
    },
  ],
});
writeFileSync(archive, ociArchive(image));

interface JsonFinding {
  readonly ruleId: string;
  readonly exposure: string;
  readonly locations: readonly { readonly path: string; readonly layerIndex: number; readonly line: number }[];
  readonly setting?: string;
  readonly suppression?: { readonly origin: string };
}

const words = ['scan', '--quiet', '--scanners', 'secret', archive];

describe('pratique scan --scanners secret', () => {
  const json = runPratique([...words, '--format', 'json'], sandbox);
  const { reports } = JSON.parse(json.stdout) as { reports: readonly [{ findings: readonly JsonFinding[] }] };
  const found = reports[0].findings.map(({ ruleId, exposure, locations: [place], setting, suppression }) =>
    [ruleId, exposure, place === undefined ? setting : `${place.path}:${place.line}`, place?.layerIndex, suppression?.origin]
      .filter((part) => part !== undefined)
      .join(' '),
  );

  it('finds each secret where it can be read, deleted and overwritten ones too [115, 194, 195]', () => {
    expect(found.sort()).toEqual([
      'digitalocean-pat final app/tests/fixture.txt:1 0 built-in allow rule "tests"',
      'docker-hub-token config config.Labels["deploy"]',
      'github-pat final app/.env:2 0',
      'gitlab-pat deleted app/ci.env:1 0',
      'npm-access-token deleted app/conf/old.yaml:1 0',
      'openshift-user-token config config.Cmd',
      'pulumi-api-token history history[1]',
      'pypi-upload-token final app/wide.txt:1 0',
      'sendgrid-api-token deleted app/replaced:1 0',
      'stripe-access-token config config.Env[1]',
    ]);
  });

  it('shows no secret in any output, on standard error or in the cache [197]', () => {
    const outputs = ['table', 'sarif'].map((format) => runPratique([...words, '--format', format, '-v'], sandbox));
    const texts = [json, ...outputs].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const entry of readdirSync(sandbox.folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && entry.name !== 'image.tar') texts.push(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(texts.length).toBeGreaterThan(8);
    for (const value of planted) expect(texts.filter((text) => text.includes(value.slice(-14)))).toEqual([]);
  });

  it('says the same from the cache', () => {
    const again = runPratique([...words, '--format', 'json'], sandbox);
    expect((JSON.parse(again.stdout) as typeof json & { reports: readonly [{ findings: unknown }] }).reports[0].findings).toEqual(
      reports[0].findings,
    );
  });
});
