import { expect, it } from 'vitest';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { aptHosts } from './apt-sources.ts';

it.each<[name: string, path: string, content: string, expected: readonly string[]]>([
  ['a mirror of Debian', 'sources.list', 'deb http://deb.debian.org/debian bookworm main\ndeb http://mirrors.mit.edu/debian-security/ x main', []],
  ['a mirror of Ubuntu', 'sources.list', 'deb http://archive.ubuntu.com/ubuntu jammy main universe', []],
  ['another source', 'sources.list.d/nodesource.list', 'deb [arch=amd64 signed-by=/k.gpg] https://deb.nodesource.com/node_20.x nodistro main', ['deb.nodesource.com']],
  ['a path like a mirror’s with other components', 'sources.list.d/docker.list', 'deb https://download.docker.com/linux/debian bookworm stable', ['download.docker.com']],
  ['comments, sources of source packages and nonsense', 'sources.list', '# deb https://a.example/x s main\ndeb-src https://b.example/x s main\ndeb\ndeb ftp://c.example/x s main\ndeb :: s main', []],
  ['deb822', 'sources.list.d/x.sources', 'Types: deb\nURIs: https://a.example/apt https://b.example/apt\nSuites: /\n\nTypes: deb\r\nURIs: http://deb.debian.org/debian\r\nSuites: bookworm\r\nComponents: main\r\n', ['a.example', 'b.example']],
  ['a file of another kind', 'preferences', 'deb https://a.example/x s main', []],
  ['a long line', 'sources.list', `deb ${'['.repeat(50_000)} ${' '.repeat(50_000)}`, []],
])('reads %s', (_name, path, content, expected) => {
  expect(aptHosts(makeMemoryTree({ [`etc/apt/${path}`]: content }))).toEqual(expected);
}); // prettier-ignore
