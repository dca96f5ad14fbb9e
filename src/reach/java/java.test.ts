import { describe, expect, it } from 'vitest';
import { makeElf } from '../../../test/support/elf-builder.ts';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { makeMemoryTree, type MemoryFile, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { zipOf } from '../../../test/support/zip-builder.ts';
import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type ImageConfig } from '../../model/image.ts';
import { reachImage } from '../reach-image.ts';

const java: MemoryFile = { content: makeElf({ interpreter: '/lib64/ld.so' }), mode: 0o755 };

/** A class file that has these constants and nothing else. */
function classOf(name: string, classes: readonly string[], texts: readonly string[] = []): Buffer {
  const constants: Buffer[] = [];
  for (const one of [name, ...classes]) {
    constants.push(Buffer.from([7, 0, constants.length + 2]), textOf(one));
  }
  for (const one of texts) constants.push(textOf(one));
  return Buffer.concat([Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, constants.length + 1]), ...constants, Buffer.alloc(16)]);
}

function textOf(text: string): Buffer {
  return Buffer.concat([Buffer.from([1, 0, text.length]), Buffer.from(text)]);
}

function jar(files: Readonly<Record<string, Buffer | string>>): Buffer {
  return zipOf(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })));
}

function states(files: MemoryLayer, config: Partial<ImageConfig>, locations: readonly string[]): Readonly<Record<string, string>> {
  const packages = locations.map((path) => ({
    ...makePackage('npm/x 1.0.0'),
    id: path,
    purl: 'pkg:maven/a/b@1',
    locations: [{ path, layerIndex: 0 }],
  }));
  const tree = makeMemoryTree({ 'usr/bin/java': java, ...files });
  const reach = reachImage({ tree, config: { ...emptyImageConfig, ...config }, packages, ownedPaths: () => [] });
  return Object.fromEntries(
    [...reach.packages].map(([id, { state, reason }]) => [id, reason === undefined ? state : `${state}: ${reason}`]),
  );
}

const libraries = {
  'app/lib/used.jar': jar({ 'org/used/U.class': classOf('org/used/U', ['org/deep/D']) }),
  'app/lib/deep.jar': jar({ 'org/deep/D.class': classOf('org/deep/D', []) }),
  'app/lib/provider.jar': jar({
    'org/provider/P.class': classOf('org/provider/P', []),
    'META-INF/services/org.spi.S': '# one\norg.provider.P\n',
  }),
  'app/lib/unused.jar': jar({ 'org/unused/U.class': classOf('org/unused/U', []) }),
  'opt/other.jar': jar({ 'org/other/O.class': classOf('org/other/O', []) }),
};
const all = Object.keys(libraries);
const main = (texts: readonly string[] = []): Buffer => jar({ 'shop/Main.class': classOf('shop/Main', ['org/used/U'], texts) });

describe('Java', () => {
  it('goes from the main class over the class path, with the services that archives announce', () => {
    const files = { ...libraries, 'app/shop.jar': main() };
    expect(states(files, { cmd: ['java', '-cp', '/app/shop.jar:/app/lib/*', 'shop.Main'] }, ['app/shop.jar', ...all])).toEqual({
      'app/shop.jar': 'loaded',
      'app/lib/used.jar': 'loadable',
      'app/lib/deep.jar': 'loadable',
      'app/lib/provider.jar': 'loadable',
      'app/lib/unused.jar': 'not-referenced',
      'opt/other.jar': 'not-referenced',
    });
  });

  it('rules nothing of the class path out where reached code loads classes by name', () => {
    const files = { ...libraries, 'app/shop.jar': main(['forName']) };
    expect(
      states(files, { cmd: ['java', '-cp', 'shop.jar:lib/*', 'shop.Main'], workingDirectory: '/app' }, [
        'app/lib/unused.jar',
        'opt/other.jar',
      ]),
    ).toEqual({
      'app/lib/unused.jar': 'unknown: it is on the class path, and /app/shop.jar loads classes by name',
      'opt/other.jar': 'not-referenced',
    });
  });

  it('reads manifests, archives in archives, and classes outside of archives', () => {
    const nested = jar({
      'META-INF/MANIFEST.MF': 'Main-Class: boot.Launcher\r\nStart-Class: shop.Main\r\nClass-Path: lib/unused.jar\r\n\r\n',
      'boot/Launcher.class': classOf('boot/Launcher', []),
      'BOOT-INF/classes/shop/Main.class': classOf('shop/Main', ['org/used/U']),
      'BOOT-INF/lib/used.jar': libraries['app/lib/used.jar'],
    });
    expect(states({ ...libraries, 'app/boot.jar': nested }, { cmd: ['java', '-jar', '/app/boot.jar'] }, ['app/boot.jar!/BOOT-INF/lib/used.jar', 'app/lib/unused.jar', 'app/lib/deep.jar'])).toEqual({
      'app/boot.jar!/BOOT-INF/lib/used.jar': 'loadable',
      'app/lib/unused.jar': 'not-referenced',
      'app/lib/deep.jar': 'not-referenced',
    });
    const loose = { ...libraries, 'app/classes/shop/Main.class': classOf('shop/Main', ['org/used/U']) };
    expect(states(loose, { cmd: ['java', '-cp', '/app/classes:/app/lib/*', 'shop.Main'] }, ['app/lib/used.jar'])).toEqual({ 'app/lib/used.jar': 'loadable' });
  }); // prettier-ignore

  it.each([
    ['its main class is not on the class path', ['java', '-cp', '/app/lib/*', 'shop.Gone'], 'has no main class that is in an archive of its class path (shop.Gone)'],
    ['its class path is decided by a script', ['sh', '-c', 'java -cp "$LIBS" shop.Main'], 'is started with no main class that is known'],
  ])('rules nothing out where %s', (_, cmd, reason) => {
    const shell: MemoryFile = { content: makeElf({ interpreter: '/lib64/ld.so' }), mode: 0o755 };
    const found = states({ ...libraries, 'bin/sh': shell }, { cmd }, ['opt/other.jar']);
    expect(found['opt/other.jar']).toContain(`unknown: /usr/bin/java ${reason}`);
  }); // prettier-ignore
});
