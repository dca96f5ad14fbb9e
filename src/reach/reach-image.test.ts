import { describe, expect, it } from 'vitest';
import { makeElf } from '../../test/support/elf-builder.ts';
import { makeMemoryTree, type MemoryFile, type MemoryLayer } from '../../test/support/memory-tree.ts';
import { makePackage } from '../../test/support/match-fixtures.ts';
import { emptyImageConfig } from '../model/empty-image-config.ts';
import { type ImageConfig } from '../model/image.ts';
import { type Package } from '../model/package.ts';
import { reachImage, type Reach } from './reach-image.ts';

const program = (sketch: Parameters<typeof makeElf>[0] = {}): MemoryFile => ({
  content: makeElf({ interpreter: '/lib64/ld.so', ...sketch }),
  mode: 0o755,
});
const loader = { 'lib64/ld.so': makeElf() };

function reach(
  files: MemoryLayer,
  config: Partial<ImageConfig>,
  packages: readonly Package[] = [],
  owned: Readonly<Record<string, readonly string[]>> = {},
): Reach {
  return reachImage({
    tree: makeMemoryTree({ ...loader, ...files }),
    config: { ...emptyImageConfig, ...config },
    packages,
    ownedPaths: (id) => owned[id] ?? [],
  });
}

function statesOf({ files }: Reach): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.filter(({ entry }) => entry.path !== 'lib64/ld.so').map(({ entry, certainty }) => [entry.path, certainty]),
  );
}

describe('what a command leads to', () => {
  it('is its libraries, what it may open, and the files that it names', () => {
    const found = reach(
      {
        'usr/bin/serve': program({
          needed: ['liba.so.1'],
          texts: ['libplugin.so.2', '/etc/serve/serve.conf', '/usr/share/serve', '/usr/lib'],
        }),
        'usr/lib/liba.so.1': makeElf(),
        'usr/lib/libplugin.so.2': makeElf(),
        'usr/lib/libother.so': makeElf(),
        'etc/serve/serve.conf': 'load /opt/serve/extra.so;\ninclude parts/*.conf;\n',
        'etc/serve/parts/a.conf': 'x',
        'opt/serve/extra.so': makeElf(),
        'usr/share/serve/data/words': 'x',
      },
      { cmd: ['serve'] },
    );
    expect(statesOf(found)).toEqual({
      'usr/bin/serve': 'loaded',
      'usr/lib/liba.so.1': 'loaded',
      'usr/lib/libplugin.so.2': 'loadable',
      'etc/serve/serve.conf': 'loadable',
      'etc/serve/parts/a.conf': 'loadable',
      'opt/serve/extra.so': 'loadable',
      'usr/share/serve/data/words': 'loadable',
    });
  });

  it('goes through inits, shells and entrypoint scripts to what these run', () => {
    const script = '#!/bin/sh\nset -e\nif [ -n "$DEBUG" ]; then strace -p 1; fi\nMODE=fast\nhelper-$MODE\nexec "$@"\n';
    const found = reach(
      {
        'sbin/tini': program(),
        'bin/sh': program(),
        'usr/bin/strace': program(),
        'usr/bin/helper-fast': program(),
        'usr/bin/serve': program(),
        'usr/bin/unused': program(),
        'entrypoint.sh': { content: script, mode: 0o755 },
      },
      { entrypoint: ['/sbin/tini', '--', '/entrypoint.sh'], cmd: ['serve', '-v'] },
    );
    expect(statesOf(found)).toEqual({
      'sbin/tini': 'loaded',
      'entrypoint.sh': 'loaded',
      'bin/sh': 'loaded',
      'usr/bin/helper-fast': 'loaded',
      'usr/bin/serve': 'loaded',
      'usr/bin/strace': 'loadable',
    });
  });

  it('is what Node.js resolves, dynamic imports as far as literals bound them', () => {
    const manifest = (name: string, more: object = {}): string => JSON.stringify({ name, version: '1.0.0', ...more });
    const files = {
      'usr/local/bin/node': program(),
      'app/package.json': manifest('app'),
      'app/server.js':
        'const a = require("a");\nrequire("./locale/" + lang);\nimport("lazy");\nconst engine = "engine-x"; load(require(engine));\n',
      'app/locale/de.js': '',
      'app/other.js': '',
      'app/node_modules/a/package.json': manifest('a', {
        exports: { '.': { browser: './web.js', import: './a.mjs', default: './a.cjs' } },
      }),
      'app/node_modules/a/a.mjs': '',
      'app/node_modules/a/a.cjs': 'module.exports = require("b/deep");',
      'app/node_modules/a/web.js': 'require("unused")',
      'app/node_modules/b/package.json': manifest('b', { main: 'x' }),
      'app/node_modules/b/deep/index.js': '',
      'app/node_modules/lazy/package.json': manifest('lazy'),
      'app/node_modules/lazy/index.js': '',
      'app/node_modules/engine-x/package.json': manifest('engine-x'),
      'app/node_modules/engine-x/index.js': '',
      'app/node_modules/unused/package.json': manifest('unused'),
      'app/node_modules/unused/index.js': '',
    };
    const packages = ['a', 'b', 'lazy', 'engine-x', 'unused'].map((name) => npm(name));
    const found = reach(files, { cmd: ['node', 'server.js'], workingDirectory: '/app' }, packages);
    expect(packages.map(({ id, name }) => `${name} ${found.packages.get(id)!.state}`)).toEqual([
      'a loaded',
      'b loaded',
      'lazy loadable',
      'engine-x loadable',
      'unused not-referenced',
    ]);
    expect(found.packages.get(packages[1]!.id)!.steps).toEqual([
      { path: 'usr/local/bin/node', how: 'entrypoint' },
      { path: 'app/server.js', how: 'is given server.js' },
      { path: 'app/node_modules/a/a.cjs', how: 'requires a' },
      { path: 'app/node_modules/b/deep/index.js', how: 'requires b/deep' },
    ]);
  });

  it('is what Python imports from the folders of its interpreter', () => {
    const site = 'opt/venv/lib/python3.11/site-packages';
    const files = {
      'opt/venv/bin/python3': { link: '/usr/bin/python3.11' },
      'usr/bin/python3.11': program(),
      'usr/lib/python3.11/encodings/__init__.py': '',
      'usr/lib/python3.11/json.py': '',
      'opt/venv/bin/serve': { content: '#!/opt/venv/bin/python3\nfrom web.main import run\nrun()\n', mode: 0o755 },
      [`${site}/web/__init__.py`]: 'from . import core\n',
      [`${site}/web/core.py`]: 'def late():\n    import lazy\n',
      [`${site}/web/main.py`]: 'import json\nWORKER = "workers.fast:Worker"\n',
      [`${site}/workers/fast.py`]: '',
      [`${site}/lazy.py`]: '',
      [`${site}/unused.py`]: '',
      'srv/shop.py': '',
    };
    const states = statesOf(reach(files, { cmd: ['serve', '--chdir', '/srv', 'shop:app'], env: ['PATH=/opt/venv/bin:/usr/bin'] }));
    expect(states).toEqual({
      'opt/venv/bin/serve': 'loaded',
      'usr/bin/python3.11': 'loaded',
      'usr/lib/python3.11/encodings/__init__.py': 'loaded',
      'usr/lib/python3.11/json.py': 'loaded',
      [`${site}/web/__init__.py`]: 'loaded',
      [`${site}/web/core.py`]: 'loaded',
      [`${site}/web/main.py`]: 'loaded',
      [`${site}/workers/fast.py`]: 'loadable',
      [`${site}/lazy.py`]: 'loadable',
      'srv/shop.py': 'loaded',
    });
  });
});

describe('the state of a package', () => {
  const deb = (name: string): Package => ({ ...makePackage(`debian/${name} 1`), purl: `pkg:deb/debian/${name}@1` });

  it('is that of its surest file; data alone is unknown', () => {
    const packages = ['serve', 'liba', 'tool', 'data'].map(deb);
    const [serve, liba, tool, data] = packages.map(({ id }) => id);
    const files = {
      'usr/bin/serve': program({ texts: ['liba.so'] }),
      'usr/lib/liba.so': makeElf(),
      'usr/bin/tool': program(),
      'usr/share/data': 'x',
    };
    const owned = { [serve!]: ['usr/bin/serve'], [liba!]: ['usr/lib/liba.so'], [tool!]: ['usr/bin/tool'], [data!]: ['usr/share/data'] };
    const found = reach(files, { cmd: ['serve'] }, packages, owned);
    expect(packages.map(({ id }) => found.packages.get(id)!.state)).toEqual(['loaded', 'loadable', 'not-referenced', 'unknown']);
    expect(found.packageCounts).toEqual({ loaded: 1, loadable: 1, 'not-referenced': 1, unknown: 1 });
  });

  it.each<[string, Partial<ImageConfig>, string]>([
    ['there is no command', {}, 'the image has no ENTRYPOINT and no CMD'],
    ['the command is a shell', { cmd: ['sh'] }, 'the command is an interactive shell or interpreter, which runs anything'],
    ['the command is not there', { cmd: ['gone'] }, 'the command gone is not in the image'],
  ])('is unknown where %s', (_, config, reason) => {
    const tool = deb('tool');
    const found = reach({ 'bin/sh': program(), 'usr/bin/tool': program() }, config, [tool], { [tool.id]: ['usr/bin/tool'] });
    expect(found.packages.get(tool.id)).toEqual({ state: 'unknown', reason });
  });

  it('is unknown where the interpreter of reached code is not in the image', () => {
    const tool = deb('tool');
    const files = { 'usr/bin/serve': { content: '#!/usr/bin/ruby\n', mode: 0o755 }, 'usr/lib/tool.rb': 'x' };
    const found = reach(files, { cmd: ['serve'] }, [tool], { [tool.id]: ['usr/lib/tool.rb'] });
    expect(found.packages.get(tool.id)).toEqual({
      state: 'unknown',
      reason: 'it has ruby code, and /usr/bin/serve is a script whose interpreter is not known',
    });
  });
});

function npm(name: string): Package {
  const location = { path: `app/node_modules/${name}/package.json`, layerIndex: 0 };
  return { ...makePackage(`npm/${name} 1.0.0`), id: name, purl: `pkg:npm/${name}@1.0.0`, locations: [location] };
}
