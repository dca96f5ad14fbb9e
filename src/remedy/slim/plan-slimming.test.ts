import { describe, expect, it } from 'vitest';
import { squash } from '../../image/squash.ts';
import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { planSlimming, type ReachLabel, type SlimInput } from './plan-slimming.ts';
import { slimDockerfile } from './slim-dockerfile.ts';

function tree(...paths: readonly string[]): FileTree {
  const entries = paths.map((path) => ({ path, type: 'file', size: 10, mode: 0o644, userId: 0, groupId: 0 }) as const);
  return squash([{ compressedBytes: 0, uncompressedBytes: 0, entries, whiteouts: [], opaqueDirectories: [], kept: new Map(), facts: [], issues: [] }]).tree;
} // prettier-ignore

function plan(paths: readonly string[], more: Partial<SlimInput> = {}): ReturnType<typeof planSlimming> {
  return planSlimming({ tree: tree(...paths), packages: [], findings: [], languages: [], ...more });
}

const names = (paths: readonly string[], more: Partial<SlimInput> = {}): readonly string[] =>
  plan(paths, more).removable.map(({ name, files }) => `${name}: ${files.join(' ')}`);

describe('what an image can do without', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['manual pages', ['usr/share/man/man1/ls.1.gz', 'usr/share/manual.txt'], ['manual pages: usr/share/man/man1/ls.1.gz']],
    ['documentation, but no licences', ['usr/share/doc/a/README', 'usr/share/doc/a/copyright', 'usr/share/doc/b/LICENSE.txt'], ['documentation of packages: usr/share/doc/a/README']],
    ['translations, but English', ['usr/share/locale/de/LC_MESSAGES/a.mo', 'usr/share/locale/en_GB/a.mo', 'usr/share/locale/locale.alias'], ['translations: usr/share/locale/de/LC_MESSAGES/a.mo']],
    ['caches', ['var/cache/apt/archives/a.deb', 'app/cache/x'], ['packages downloaded by apt: var/cache/apt/archives/a.deb']],
    ['nothing of an application', ['srv/doc/man/x', 'app/locale/de/x', 'tmp/state'], []],
  ])('is %s', (_, paths, expected) => {
    expect(names(paths)).toEqual(expected);
  }); // prettier-ignore

  it('keeps the translations of the image’s language', () => {
    const paths = ['usr/share/locale/de/a.mo', 'usr/share/locale/de_AT/a.mo', 'usr/share/locale/fr/a.mo'];
    expect(names(paths, { languages: ['de_AT.UTF-8'] })).toEqual(['translations: usr/share/locale/fr/a.mo']);
  });

  it('keeps what is loaded and what the user keeps, and then has no command that removes too much', () => {
    const paths = ['usr/share/man/a', 'usr/share/man/b'];
    const label = (path: string): ReachLabel => (path.endsWith('a') ? 'loadable' : 'unknown');
    const { removable } = plan(paths, { reach: { file: label, package: () => 'unknown' } });
    expect(removable.map(({ files, command }) => [files, command])).toEqual([[['usr/share/man/b'], '']]);
    expect(names(paths, { isKept: (path) => path.endsWith('b') })).toEqual(['manual pages: usr/share/man/a']);
  });

  it('removes tools only where it is known that nothing refers to them', () => {
    const tool = makePackage('debian/gcc-12 12.2.0');
    const files = { tree: tree('usr/bin/gcc-12'), packages: [tool], filesOf: () => ['usr/bin/gcc-12'] };
    const answer = (label: ReachLabel): ReturnType<typeof planSlimming> => plan([], { ...files, reach: { file: () => label, package: () => label } });
    expect(plan([], files)).toMatchObject({ removable: [], undecided: [{ kind: 'build-tools', name: 'gcc-12', bytes: 10 }], knowsReach: false });
    expect(answer('unknown')).toMatchObject({ removable: [], undecided: [{ kind: 'build-tools' }] });
    expect(answer('loadable')).toMatchObject({ removable: [], undecided: [] });
    expect(answer('not-referenced')).toMatchObject({ removable: [{ kind: 'build-tools', files: ['usr/bin/gcc-12'], command: 'apt-get purge -y --auto-remove gcc-12' }], undecided: [], removedBytes: 10 });
  }); // prettier-ignore

  it('removes packages of languages that nothing refers to, and leaves those of the distribution to its package manager', () => {
    const packages = [makePackage('npm/left-pad 1.0.0'), makePackage('debian/bash 5.2')].map((one, at) => ({ ...one, purl: at === 0 ? 'pkg:npm/left-pad@1.0.0' : 'pkg:deb/debian/bash@5.2' }));
    const paths = ['app/node_modules/left-pad/index.js', 'app/node_modules/left-pad/read.js', 'bin/bash'];
    const filesOf = (id: string): readonly string[] => (id === packages[0]!.id ? paths.slice(0, 2) : paths.slice(2));
    const file = (path: string): ReachLabel => (path.endsWith('read.js') ? 'loadable' : 'not-referenced');
    const found = plan([], { tree: tree(...paths), packages, filesOf, reach: { file, package: () => 'not-referenced' } });
    expect(found.removable).toMatchObject([{ kind: 'not-referenced', name: 'left-pad', files: ['app/node_modules/left-pad/index.js'], command: '' }]);
    expect(found.undecided).toMatchObject([{ kind: 'not-referenced', name: 'bash', bytes: 10 }]);
  }); // prettier-ignore

  it('makes commands of plain names only', () => {
    const command = (...paths: readonly string[]): string | undefined => plan(paths).removable[0]?.command;
    expect(command('root/.npm/_cacache/a/b', 'root/.npm/_cacache/c')).toBe('rm -rf /root/.npm/_cacache/*');
    expect(command('root/.npm/_cacache/a', 'home/u/.npm/_cacache/a')).toBe('rm -rf /home/u/.npm/_cacache/* /root/.npm/_cacache/*');
    expect(command('home/$(x)/.npm/_cacache/a')).toBe('');
  });
});

describe('the Dockerfile of a slimmer image', () => {
  it('repeats the configuration, hides secrets, and keeps values on their line', () => {
    const config = {
      ...emptyImageConfig,
      env: ['PATH=/bin', 'TOKEN=x', 'BAD NAME=1', 'NOTE=a "b" $c\nRUN evil'],
      labels: new Map([['a.b', 'c']]),
      user: 'node',
      cmd: ['node', 'a b'],
    };
    const text = [
      ...slimDockerfile({ image: 'app:1', plan: plan(['usr/share/man/x']), config, secretSettings: new Set(['config.Env[1]']) }),
    ].join('');
    expect(text.split('\n').slice(1)).toEqual([
      'FROM app:1 AS full',
      'USER 0',
      'RUN rm -rf /usr/share/man/* /usr/local/share/man/*',
      '',
      'FROM scratch',
      'COPY --from=full / /',
      'ENV PATH="/bin"',
      '# TOKEN holds a secret; pass it when the container starts',
      'ENV NOTE="a \\"b\\" \\$c RUN evil"',
      'LABEL a.b="c"',
      'USER node',
      'CMD ["node","a b"]',
      '',
    ]);
  });
});
