import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSchema, type Schema } from '../support/check-schema.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../support/docker-registry.ts';
import { buildImage, writeOciLayout, type ImageLiteral, type LayerLiteral } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/reference/recommendation.schema.json', import.meta.url), 'utf8')) as Schema;

interface Document {
  readonly base: { readonly reference: string; readonly evidence: string; readonly layerCount?: number };
  readonly isCurrent?: boolean;
  readonly daysBehindTag?: number;
  readonly isPrerelease: boolean;
  readonly advice?: { readonly reference: string; readonly kind: string };
  readonly inUse?: { readonly counts: { readonly high: number } };
  readonly candidates: readonly {
    readonly kind: string;
    readonly tag: string;
    readonly summary: { readonly counts: { readonly high: number } };
  }[];
  readonly findings: readonly { readonly ruleId: string; readonly message: string }[];
  readonly notes: readonly string[];
}

/** A root file system with one vulnerable package of `left` below 1.2.0. */
function base(release: string, left: string): LayerLiteral {
  return {
    files: [
      { path: 'etc/os-release', content: `ID=debian\nVERSION_ID=${release}\n` },
      { path: 'usr/lib/node_modules/left/package.json', content: JSON.stringify({ name: 'left', version: left }) },
      { path: 'usr/lib/node_modules/left/index.js', content: 'exports.left = 1;\n' },
    ],
    createdBy: `ADD debian ${release} /`,
  };
}

const app: LayerLiteral = { files: [{ path: 'srv/app.js', content: '1\n' }], createdBy: 'COPY . /srv' };

describe.skipIf(!hasDockerRegistry)('pratique recommend with docker-registry', () => {
  let registry: DockerRegistry;
  let sandbox: Sandbox;
  const folder = mkdtempSync(join(tmpdir(), 'pratique-recommend-'));

  async function push(name: string, literal: ImageLiteral): Promise<void> {
    const layout = join(folder, name.replaceAll(/[/:]/g, '-'));
    writeOciLayout(layout, buildImage(literal));
    await registry.push(`oci:${layout}`, name);
  }

  beforeAll(async () => {
    ensureBuilt();
    sandbox = makeSandbox();
    registry = await startDockerRegistry();
    mkdirSync(join(sandbox.work, 'osv'));
    const record = {
      id: 'OSV-2026-1',
      modified: '2026-01-01T00:00:00Z',
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }],
      affected: [
        { package: { ecosystem: 'npm', name: 'left' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.0' }] }] },
      ],
    };
    writeFileSync(join(sandbox.work, 'osv/left.json'), JSON.stringify(record));
    const label = { Labels: { 'org.opencontainers.image.base.name': `${registry.host}/lab/debian:12-slim` } };
    // The image was built on a `12-slim` that its tag no longer holds.
    await push('lab/debian:12-slim', { layers: [base('12', '1.0.0')], created: '2026-01-01T00:00:00Z' });
    await push('lab/app:label', { layers: [base('12', '1.0.0'), app], config: label });
    await push('lab/app:plain', { layers: [base('12', '1.1.0'), app] });
    await push('lab/debian:12-slim', { layers: [base('12', '1.2.0')], created: '2026-02-15T00:00:00Z' });
    await push('lab/debian:bookworm-slim', { layers: [base('12', '1.2.0')], created: '2026-02-15T00:00:00Z' });
    await push('lab/debian:12', { layers: [base('12', '1.1.0')], created: '2026-01-20T00:00:00Z' });
    await push('lab/debian:13-slim', { layers: [base('13', '1.3.0')], created: '2026-02-20T00:00:00Z' });
    await push('lab/debian:13', { layers: [base('13', '1.3.1')], created: '2026-02-20T00:00:00Z' });
    for (const tag of ['14-rc-slim', 'testing-slim', '11-slim']) await push(`lab/debian:${tag}`, { layers: [base('14', tag)] });
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    sandbox.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  function recommend(...words: readonly string[]): { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string; readonly document: Document } {
    const at = (word: string): string => word.replace('HOST', registry.host);
    const ended = runPratique(['recommend', ...words.map(at), '--advisories', 'osv', '--output', 'json=r.json'], sandbox);
    const document = JSON.parse(readFileSync(join(sandbox.work, 'r.json'), 'utf8')) as Document;
    expect(checkSchema(schema, document)).toEqual([]);
    return { ...ended, document };
  } // prettier-ignore

  it('finds the base by the layers of likely tags, and scans what could replace it', () => {
    const { document, stdout, exitCode } = recommend('HOST/lab/app:plain', '--base-repository', 'HOST/lab/debian');
    expect(exitCode).toBe(0);
    expect(document.base).toMatchObject({ reference: `${registry.host}/lab/debian:12`, evidence: 'layers', layerCount: 1 });
    expect([document.isCurrent, document.daysBehindTag, document.inUse?.counts.high]).toEqual([true, 0, 1]);
    const found = document.candidates.map(({ kind, tag, summary }) => `${kind} ${tag} ${summary.counts.high}`);
    expect(found).toEqual(['major 13 0', 'slim 12-slim 0']);
    expect(document.advice).toMatchObject({ kind: 'major', reference: `${registry.host}/lab/debian:13` });
    expect(stdout).toContain('is built on');
    expect(stdout).toContain('its layers are the lowest of the image (1 of 2)');
  });

  it('says how far the base is behind its tag, and keeps flavour, version and support', () => {
    const { document, exitCode, stdout } = recommend('HOST/lab/app:label', '--exit-code', '5');
    expect(document.base).toMatchObject({ reference: `${registry.host}/lab/debian:12-slim`, evidence: 'label' });
    expect(document.isCurrent).toBe(false);
    expect(document.candidates.map(({ kind, tag }) => `${kind} ${tag}`)).toEqual(['refresh 12-slim', 'major 13-slim']);
    expect(document.findings.map(({ ruleId }) => ruleId)).toEqual(['base-behind-tag']);
    expect(document.advice).toMatchObject({ kind: 'refresh' });
    expect(stdout).toMatch(/FROM 127\.0\.0\.1:\d+\/lab\/debian:12-slim@sha256:[0-9a-f]{64}/);
    expect(exitCode).toBe(5);
  });

  it('proves a claimed base by the digest that the label has, where the tag has moved', async () => {
    const old = buildImage({ layers: [base('12', '1.0.0')], created: '2026-01-01T00:00:00Z' });
    const labels = { 'org.opencontainers.image.base.name': `${registry.host}/lab/debian:12-slim`, 'org.opencontainers.image.base.digest': old.manifestDigest };
    await push('lab/app:digest', { layers: [base('12', '1.0.0'), app], config: { Labels: labels } });
    const { document } = recommend('HOST/lab/app:digest');
    expect(document.base).toMatchObject({ reference: `${registry.host}/lab/debian:12-slim`, evidence: 'layers', layerCount: 1 });
    expect([document.isCurrent, document.daysBehindTag]).toEqual([false, 45]);
    expect(document.findings[0]?.message).toBe(`the base ${registry.host}/lab/debian:12-slim is 45 days behind its tag`);
    expect(document.candidates.map(({ kind, tag, summary }) => `${kind} ${tag} ${summary.counts.high}`)).toEqual(['refresh 12-slim 0', 'major 13-slim 0']);
  }); // prettier-ignore

  it('follows --only-refresh, --only-update, --tag and --candidate', () => {
    const tags = (...words: readonly string[]): readonly string[] =>
      recommend('HOST/lab/app:label', ...words).document.candidates.map(({ kind, tag }) => `${kind} ${tag}`);
    expect(tags('--only-refresh')).toEqual(['refresh 12-slim']);
    expect(tags('--only-update')).toEqual(['major 13-slim']);
    expect(tags('--tag', '12')).toEqual(['flavour 12']);
    expect(tags('--candidate', 'HOST/lab/debian:13')).toEqual(['refresh 12-slim', 'major 13-slim', 'flavour 13']);
    expect(runPratique(['recommend', 'x', '--only-refresh', '--only-update'], sandbox).exitCode).toBe(2);
  });

  it('answers from the catalogue of scanned images without a network', () => {
    const { document, stdout, exitCode } = recommend('HOST/lab/debian:12');
    expect([document.candidates.map(({ tag }) => tag), exitCode]).toEqual([['13', '12-slim'], 0]);
    expect(stdout).not.toContain('scanned on this machine before');
    const offline = recommend(`oci-dir:${join(folder, 'lab-app-plain')}`, '--offline-scan');
    expect(offline.document.base).toMatchObject({ reference: `${registry.host}/lab/debian:12`, evidence: 'layers' });
    expect(offline.document.candidates.map(({ kind, tag, summary }) => `${kind} ${tag} ${summary.counts.high}`)).toEqual([
      'major 13 0',
      'slim 12-slim 0',
    ]);
    expect(offline.stdout).toContain('scanned on this machine before');
  });

  it('advises nothing where a tag of another name holds what is in use', async () => {
    for (const tag of ['8.4.6-cli', '8.4-cli', '8-cli', 'cli']) await push(`lab/php:${tag}`, { layers: [base('13', '1.2.0')] });
    const { document, stdout } = recommend('HOST/lab/php:8.4.6-cli');
    expect([document.candidates, document.isCurrent, document.daysBehindTag, document.advice]).toEqual([[], true, 0, undefined]);
    expect(stdout).toContain('It is up to date.');
  });

  it('fails where nothing tells the base', () => {
    const { exitCode, stderr } = runPratique(['recommend', `oci-dir:${join(folder, 'lab-app-plain')}`, '--offline-scan'], {
      ...sandbox,
      env: { ...sandbox.env, PRATIQUE_CACHE_DIR: join(sandbox.folder, 'empty') },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('the base of');
    expect(stderr).toContain('--base-repository');
  });
});
