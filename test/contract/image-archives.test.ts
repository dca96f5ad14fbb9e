import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTarget } from '../../src/image/open-target.ts';
import { readLayers } from '../../src/image/read-layers.ts';
import { squash } from '../../src/image/squash.ts';
import { type Image } from '../../src/model/image.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { visibleFiles } from '../support/visible-files.ts';

/** Archives and layouts of Trivy, dockle, go-containerregistry, stereoscope and osv-scalibr, with what is in them. */
const cases = resolve(import.meta.dirname, '../../../shared/cases/image-archives');
const runtime = quietRuntime();

interface Expected {
  readonly error: boolean | null;
  readonly input: string;
  readonly format?: string;
  readonly image?: {
    readonly arch: string;
    readonly os: string;
    readonly imageId: string;
    readonly diffIds: readonly string[];
    readonly computedDiffIds: readonly string[];
    readonly repoTags: readonly string[] | null;
    readonly user: string | null;
  };
  readonly files_list?: readonly (readonly [string, 'f' | 'h' | 'l', string | null])[];
}

/** Where our verdict is another than the oracle's, or the oracle has none; with the reason. */
const verdicts: ReadonlyMap<string, { readonly code: string; readonly reason: string }> = new Map([
  [
    'go-containerregistry-ocidir-test_gc_index',
    { code: 'TARGET_AMBIGUOUS', reason: 'three images under three names; skopeo refuses it as well' },
  ],
  [
    'go-containerregistry-ocidir-test_index_media_type',
    { code: 'NOT_AN_IMAGE', reason: 'a Helm chart; the oracle prints its manifest only' },
  ],
  [
    'stereoscope-ocidir-valid_manifest',
    { code: 'LAYOUT_INVALID', reason: 'no oci-layout, and its manifest is an empty file; the oracle prints nothing' },
  ],
  ['go-containerregistry-test_bundle', { code: 'TARGET_AMBIGUOUS', reason: 'two images; the oracle takes the first' }],
]);

/** Asked for by tag, so that the oracle's answer can be compared all the same. */
const selectors: ReadonlyMap<string, string> = new Map([['go-containerregistry-test_bundle', ':test_image_2']]);

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')) as Expected;
}

async function open(name: string, selector = ''): Promise<Image> {
  const path = join(cases, name, expectedOf(name).input);
  const [image] = await openTarget(
    path + selector,
    {
      platform: parsePlatform('linux/amd64'),
      isPlatformOptional: true,
      layerDemand: () => Promise.resolve({ selectors: [], inspectors: [] }),
    },
    runtime,
  );
  return image!;
}

describe.skipIf(!existsSync(cases))('archives of other projects', () => {
  const names = existsSync(cases) ? readdirSync(cases) : [];
  const isRefused = (name: string): boolean => expectedOf(name).error === true || verdicts.has(name);

  it('are all there', () => expect(names.length).toBe(25));

  it.each(names.filter(isRefused))('refuses %s', async (name) => {
    const code = verdicts.get(name)?.code ?? expect.stringMatching(/^(?:ARCHIVE_INVALID|DOCUMENT_INVALID|NOT_AN_IMAGE)$/);
    await expect(open(name)).rejects.toMatchObject({ name: 'PratiqueError', code });
  });

  it.each(names.filter((name) => expectedOf(name).image !== undefined))('reads %s', async (name) => {
    const expected = expectedOf(name);
    const image = await open(name, selectors.get(name));
    const indexes = await readLayers(image.layers, { selectors: [], inspectors: [], threads: 0, verifyDiffIds: true }, runtime);
    expect({
      scheme: image.scheme,
      platform: image.platform,
      configDigest: image.configDigest,
      user: image.config.user ?? '',
      diffIds: image.layers.map(({ diffId }) => diffId),
      computedDiffIds: indexes.map(({ diffId }) => diffId),
      issues: [...image.issues, ...indexes.flatMap(({ issues }) => issues)],
    }).toEqual({
      scheme: expected.format,
      platform: expect.objectContaining({ os: expected.image!.os, architecture: expected.image!.arch }),
      configDigest: expected.image!.imageId,
      user: expected.image!.user ?? '',
      diffIds: expected.image!.diffIds,
      computedDiffIds: expected.image!.computedDiffIds,
      issues: [],
    });
    for (const tag of expected.image!.repoTags ?? []) expect((await open(name, `:${tag}`)).configDigest).toBe(expected.image!.imageId);
    expect(listFiles(visibleFiles(squash(indexes).tree))).toEqual(listExpected(expected));
  });

  it('accepts one image under two names', async () => {
    const image = await open('stereoscope-ocidir-valid_oci_dir');
    expect(image.manifestDigest).toBe('sha256:c1ed04a3da941a5dd09b58b16c37f065557863d382ef97995ddac885a8452ebb');
  });
});

/** Files and links; a hard link is a file like the one it shares. */
function listFiles(entries: Iterable<{ readonly path: string; readonly type: string; readonly linkTarget?: string }>): string[] {
  const files = [];
  for (const { path, type, linkTarget } of entries) {
    if (type === 'symlink') files.push(`/${path} -> ${linkTarget}`);
    else if (type !== 'directory') files.push(`/${path}`);
  }
  return files.sort();
}

function listExpected(expected: Expected): string[] {
  return expected.files_list!.map(([path, type, target]) => (type === 'l' ? `${path} -> ${target}` : path)).sort();
}
