import { mkdirSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { buildDatabase } from '../../../src/advisory/build/build-database.ts';
import { advisorySources, enrichmentSources } from '../../../src/advisory/advisory-sources.ts';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { buildImage, writeOciLayout, type BuiltImage } from '../../support/image-builder.ts';
import { type DockerRegistry } from '../../support/docker-registry.ts';

/** One npm package as it is installed. */
export function npmPackage(name: string, version: string, folder = 'app'): { readonly path: string; readonly content: string }[] {
  return [
    { path: `${folder}/node_modules/${name}/package.json`, content: JSON.stringify({ name, version, main: 'index.js' }) },
    { path: `${folder}/node_modules/${name}/index.js`, content: 'module.exports = {};\n' },
  ];
}

/** An image with a layer for each list of `name@version`. */
export function npmImage(...layers: readonly (readonly string[])[]): BuiltImage {
  return buildImage({
    layers: layers.map((names, at) => ({
      files: names.flatMap((text) => npmPackage(text.slice(0, text.lastIndexOf('@')), text.slice(text.lastIndexOf('@') + 1), `layer${at}`)),
      createdBy: `COPY layer${at} /layer${at}`,
    })),
    config: { User: 'app' },
  });
}

/** Pushes images as one tag: one, or an index of several platforms. */
export async function pushImages(registry: DockerRegistry, repositoryAndTag: string, ...images: readonly BuiltImage[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-layout-'));
  try {
    writeOciLayout(folder, ...images);
    await registry.push(`oci:${folder}`, repositoryAndTag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface MadeAdvisory {
  readonly id: string;
  readonly name: string;
  readonly fixed: string;
  readonly severity?: string;
}

/** Builds a database of these npm advisories in `folder`, in place of what is there; as `pratique db build` does. */
export async function buildNpmDatabase(folder: string, advisories: readonly MadeAdvisory[]): Promise<void> {
  const feeds = mkdtempSync(join(tmpdir(), 'pratique-feeds-'));
  const records = advisories.map(({ id, name, fixed, severity = 'CRITICAL' }) => [
    `${id}.json`,
    strToU8(
      JSON.stringify({
        schema_version: '1.6.0',
        id,
        modified: '2026-05-01T00:00:00Z',
        published: '2026-04-01T00:00:00Z',
        aliases: [id.replace('GHSA-', 'CVE-2026-1000')],
        summary: `${name} is wrong`,
        affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }],
        database_specific: { severity },
      }),
    ),
  ]);
  const path = join(feeds, 'osv/npm/all.zip');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, zipSync(Object.fromEntries(records) as Record<string, Uint8Array>));
  try {
    await buildDatabase(
      {
        sources: advisorySources,
        enrichments: enrichmentSources,
        from: { folder: feeds },
        output: folder,
        only: ['npm'],
        acceptShrinking: true,
        toolVersion: 'test',
      },
      quietRuntime(),
    );
  } finally {
    rmSync(feeds, { recursive: true, force: true });
  }
}
