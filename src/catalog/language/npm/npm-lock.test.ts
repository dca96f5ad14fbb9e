import { describe, expect, it } from 'vitest';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { limits } from '../../../model/limits.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { npmLock } from './npm-lock.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

describeCataloger(npmLock, {
  'app/package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      [1, 2, 3].map((at) => [`node_modules/p${at}`, { version: `${at}.0.0`, dependencies: { p1: '*' }, license: 'MIT' }]),
    ),
  }),
  'app/npm-shrinkwrap.json': JSON.stringify({
    lockfileVersion: 1,
    dependencies: {
      a: { version: '1.0.0', requires: { b: '1' }, dependencies: { b: { version: '1.0.0' } } },
      c: { version: 'npm:d@1.0.0' },
    },
  }),
});

const now = new Date('2026-11-20T00:00:00Z');

/** `name@version evidence [own] [direct] [dev] → dependencies`. */
function lines(layer: MemoryLayer, isImage = false): readonly string[] {
  const { packages, issues } = catalogTree(makeMemoryTree(layer), { now, isImage });
  const names = new Map(packages.map((one) => [one.id, `${one.name}@${one.version ?? '-'}`]));
  return [
    ...packages.map((one) => {
      const needs = one.dependencies.map((id) => names.get(id) ?? `missing ${id}`);
      return [
        names.get(one.id),
        one.evidence,
        ...(one.isOwn === true ? ['own'] : []),
        ...(one.isDirect === true ? ['direct'] : []),
        ...(one.isDevelopment === true ? ['dev'] : []),
        ...(needs.length > 0 ? ['→', ...needs] : []),
      ].join(' ');
    }),
    ...issues.filter(({ code }) => code !== 'NO_DISTRIBUTION').map((issue) => `${issue.code} ${issue.message}`),
  ];
}

const v3 = JSON.stringify({
  name: 'app',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': { name: 'app', version: '1.0.0', dependencies: { a: '1' } },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '1', c: '1' }, license: 'MIT' },
    'node_modules/a/node_modules/b': { version: '1.5.0' },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/alias': { name: '@s/real', version: '3.0.0', optional: true },
    'node_modules/c': { version: '1.0.0', peerDependencies: { b: '2' }, inBundle: true },
    'node_modules/workspace': { resolved: 'packages/workspace', link: true },
    'packages/workspace': { version: '0.1.0', dependencies: { d: '1' } },
    'packages/workspace/node_modules/d': { version: '1.0.0' },
    'node_modules/git': { resolved: 'git+ssh://git@x/y.git#abc' },
  },
});

const v1 = JSON.stringify({
  name: 'app',
  lockfileVersion: 1,
  dependencies: {
    a: { version: '1.0.0', requires: { b: '1', c: '1' }, dependencies: { b: { version: '1.5.0' } } },
    b: { version: '2.0.0', dev: true },
    alias: { version: 'npm:@s/real@3.0.0', optional: true },
    c: { version: '1.0.0', requires: true, bundled: true },
    workspace: { version: 'file:packages/workspace' },
    git: { version: 'git+ssh://git@x/y.git#abc', from: 'git' },
  },
});

describe('npmLock', () => {
  it.each<[name: string, layer: MemoryLayer, expected: readonly string[]]>([
    [
      'version 3',
      { 'app/package-lock.json': v3 },
      [
        'app@1.0.0 declared own → a@1.0.0',
        'workspace@0.1.0 declared own → d@1.0.0',
        '@s/real@3.0.0 declared',
        'a@1.0.0 declared direct → b@1.5.0 c@1.0.0',
        'b@1.5.0 declared',
        'b@2.0.0 declared dev',
        'c@1.0.0 declared → b@2.0.0',
        'd@1.0.0 declared direct',
        'git@- declared',
      ],
    ],
    [
      'version 1',
      { 'app/package-lock.json': v1 },
      [
        'app@- declared own',
        '@s/real@3.0.0 declared',
        'a@1.0.0 declared → b@1.5.0 c@1.0.0',
        'b@1.5.0 declared',
        'b@2.0.0 declared dev',
        'c@1.0.0 declared',
        'git@- declared',
      ],
    ],
    ['in the root', { 'package-lock.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' }, ['a@1.0.0 declared']],
    [
      'shrinkwrap before package-lock',
      {
        'npm-shrinkwrap.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}',
        'package-lock.json': '{"packages":{"node_modules/b":{"version":"1.0.0"}}}',
      },
      ['a@1.0.0 declared'],
    ],
    ['hidden', { 'app/node_modules/.package-lock.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' }, ['a@1.0.0 declared']],
    [
      'hidden beside another',
      {
        'app/node_modules/.package-lock.json': '{"packages":{"node_modules/x":{"version":"1.0.0"}}}',
        'app/package-lock.json': '{"lockfileVersion":3}',
      },
      [],
    ],
    ['published with a package', { 'app/node_modules/a/package-lock.json': v3 }, []],
    ['no dependencies', { 'package-lock.json': '{"name":"app","lockfileVersion":1}' }, ['app@- declared own']],
    [
      'one version at two places',
      {
        'package-lock.json':
          '{"packages":{"node_modules/a":{"version":"1.0.0","dev":true},"node_modules/b/node_modules/a":{"version":"1.0.0"}}}',
      },
      ['a@1.0.0 declared'],
    ],
    [
      'development inside development',
      { 'package-lock.json': '{"dependencies":{"a":{"version":"1","dev":true,"dependencies":{"b":{"version":"1"}}}}}' },
      ['a@1 declared dev', 'b@1 declared dev'],
    ],
    [
      'workspaces',
      {
        'package-lock.json': JSON.stringify({
          packages: {
            '': { workspaces: ['core'] },
            core: { version: '2.0.0', dependencies: { a: '1' } },
            'node_modules/core': { resolved: 'core', link: true },
            'node_modules/a': { version: '1.0.0' },
            'node_modules/b': { version: '1.0.0' },
          },
        }),
      },
      ['core@2.0.0 declared own → a@1.0.0', 'a@1.0.0 declared direct', 'b@1.0.0 declared'],
    ],
    ['something else', { 'package-lock.json': '{"x":1}' }, ['LOCKFILE_UNREADABLE package-lock.json is not a lock file']],
    ['not JSON', { 'package-lock.json': '{"packages":{' }, ['LOCKFILE_UNREADABLE package-lock.json is not a JSON object']],
    [
      'an entry of a wrong type',
      { 'package-lock.json': '{"packages":{"node_modules/a":7}}' },
      ['LOCKFILE_UNREADABLE package-lock.json has no object for node_modules/a'],
    ],
    ['conflict marks', { 'package-lock.json': '<<<<<<< HEAD\n{}' }, ['LOCKFILE_UNREADABLE package-lock.json is not a JSON object']],
  ])('%s', (_name, layer, expected) => {
    expect(lines(layer)).toEqual(expected);
  });

  it('only claims in an image', () => {
    expect(lines({ 'app/package-lock.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' }, true)).toEqual(['a@1.0.0 claimed']);
  });

  it('gives way to installed copies, which take what it knows', () => {
    const lock = {
      packages: {
        'node_modules/a': { version: '1.0.0', dev: true, dependencies: { b: '1' } },
        'node_modules/b': { version: '1.0.0', dependencies: { gone: '1' } },
        'node_modules/gone': { version: '1.0.0', dependencies: { a: '1' } },
        'node_modules/other': { version: '1.0.0' },
      },
    };
    const layer: MemoryLayer = {
      'app/package-lock.json': JSON.stringify(lock),
      'app/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
      'app/node_modules/a/index.js': '',
      'app/node_modules/b/package.json': '{"name":"b","version":"1.0.0"}',
      'app/node_modules/b/index.js': '',
      'app/node_modules/other/package.json': '{"name":"other","version":"2.0.0"}',
      'app/node_modules/other/index.js': '',
    };
    expect(lines(layer, true)).toEqual([
      'a@1.0.0 file dev → b@1.0.0',
      'b@1.0.0 file → gone@1.0.0',
      'gone@1.0.0 claimed → a@1.0.0',
      'other@1.0.0 claimed',
      'other@2.0.0 file',
    ]);
  });

  it('bounds nesting', () => {
    const nested = (depth: number): string => `{"dependencies":${nest(depth)}}`;
    expect(lines({ 'package-lock.json': nested(limits.lockfileDepth) })).toEqual(['a@1.0.0 declared']);
    expect(lines({ 'package-lock.json': nested(limits.lockfileDepth + 1) })).toEqual([
      'a@1.0.0 declared',
      `LOCKFILE_UNREADABLE package-lock.json is nested more than ${limits.lockfileDepth} deep`,
    ]);
  });
});

/** `dependencies` inside each other. */
function nest(depth: number): string {
  return `${'{"a":{"version":"1.0.0","dependencies":'.repeat(depth - 1)}{"a":{"version":"1.0.0"}}${'}}'.repeat(depth - 1)}`;
}
