import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTarget } from '../../src/image/open-target.ts';
import { readLayers } from '../../src/image/read-layers.ts';
import { squash } from '../../src/image/squash.ts';
import { type Image } from '../../src/model/image.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { casesRoot } from '../cases/case-suite.ts';
import { imageArchives } from '../cases/documents.ts';
import { describeCases } from '../support/describe-cases.ts';
import { visibleFiles } from '../support/visible-files.ts';

const cases = join(casesRoot, 'image-archives');
const verdicts = imageArchives.exceptions;
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

describeCases(imageArchives, () => {
  const names = existsSync(cases) ? readdirSync(cases) : [];
  const isRefused = (name: string): boolean => expectedOf(name).error === true || verdicts[name] !== undefined;

  it('are all there', () => expect(names.length).toBe(imageArchives.count));

  it.each(names.filter(isRefused))('refuses %s', async (name) => {
    const code = verdicts[name]?.expected ?? expect.stringMatching(/^(?:ARCHIVE_INVALID|DOCUMENT_INVALID|NOT_AN_IMAGE)$/);
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
