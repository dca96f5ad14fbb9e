import { describe, expect, it } from 'vitest';
import { chooseCandidates } from './choose-candidates.ts';
import { parseTag } from './parse-tag.ts';
import { supportOfTag } from './support-of-tag.ts';

const now = new Date('2026-12-01T00:00:00Z');

function choose(repository: string, tag: string, tags: string): readonly string[] {
  const found = chooseCandidates({ repository: `docker.io/library/${repository}`, tag, tags: tags.split(' '), now, limit: 20 });
  return found.map(({ kind, tag: text, isPrerelease }) => `${kind} ${text}${isPrerelease ? ' (prerelease)' : ''}`);
}

describe('a tag', () => {
  it.each([
    ['3.14.0-slim-trixie', { version: [3, 14, 0], system: { family: 'debian', release: '13' }, variants: ['slim'] }],
    ['8.4.6-cli-alpine3.21', { version: [8, 4, 6], system: { family: 'alpine', release: '3.21' }, variants: ['cli'] }],
    ['3.15.0a2-slim', { version: [3, 15, 0], prerelease: 'a2', variants: ['slim'] }],
    ['1.18rc1-alpine', { version: [1, 18], prerelease: 'rc1', system: { family: 'alpine' }, variants: [] }],
    ['3.15-rc-slim', { version: [3, 15], prerelease: 'rc', variants: ['slim'] }],
    ['17.0.9_9-jdk-jammy', { version: [17, 0, 9, 9], system: { family: 'ubuntu', release: '22.04' }, variants: ['jdk'] }],
    ['bookworm-20260112-slim', { version: [], system: { family: 'debian', release: '12' }, date: '20260112', variants: ['slim'] }],
    ['v1.2.3', { version: [1, 2, 3], variants: [] }],
    ['latest', { version: [], variants: ['latest'] }],
    ['3f2a1bc', { version: [], variants: ['3f2a1bc'] }],
    ['9.0-bookworm-slim-arm64v8', { version: [9, 0], system: { family: 'debian', release: '12' }, variants: ['arm64v8', 'slim'] }],
  ])('%s is taken apart', (text, expected) => {
    expect(parseTag(text)).toEqual({ text, ...expected });
  });
});

describe('candidates', () => {
  const python = '3.14.0-slim-trixie 3.14.1-slim-trixie 3.15.0a2-slim-trixie 3.15.0b1-slim-trixie 3.15.0rc1-slim-trixie 3.15-rc-slim-trixie 3.15-dev-slim-trixie 3.14.1-alpine3.22 3.14.0-alpine3.22';

  it.each<[string, string, string, string, readonly string[]]>([
    ['are no prereleases', 'python', '3.14.0-slim-trixie', python, ['refresh 3.14.0-slim-trixie', 'patch 3.14.1-slim-trixie', 'alpine 3.14.0-alpine3.22']],
    ['are later prereleases of the line of one', 'python', '3.15.0a2-slim-trixie', python, ['refresh 3.15.0a2-slim-trixie (prerelease)', 'patch 3.15.0rc1-slim-trixie (prerelease)', 'patch 3.15.0b1-slim-trixie (prerelease)']],
    ['are the release after its prerelease', 'python', '3.15.0rc1', '3.15.0rc1 3.15.0 3.16.0a1', ['refresh 3.15.0rc1 (prerelease)', 'patch 3.15.0']],
    ['keep flavour and precision', 'node', '20.11-bookworm-slim', '20-bookworm-slim 20.11-bookworm-slim 20.12-bookworm-slim 20.12.3-bookworm-slim 20.12-bookworm 22.1-bookworm-slim 22.2-bookworm-slim 22.2-alpine', ['refresh 20.11-bookworm-slim', 'minor 20.12-bookworm-slim', 'major 22.2-bookworm-slim']],
    ['name long-term lines first, and none without support', 'node', '18', '18 20 22 23 24 25 26', ['refresh 18', 'major 26', 'major 24', 'major 22']],
    ['read codenames as versions in a distribution’s repository', 'debian', 'bookworm-slim', 'bookworm-slim bookworm 12-slim 12.8-slim 13-slim trixie-slim trixie sid-slim bookworm-20260112-slim latest', ['refresh bookworm-slim', 'major trixie-slim']],
    ['name a newer distribution inside, and slimmer flavours', 'php', '8.4.6-cli-bookworm', '8.4.6-cli-bookworm 8.4.6-cli-trixie 8.4.6-cli-bullseye 8.4.6-cli-alpine3.21 8.4.6-cli-alpine3.22 8.4.6-fpm-bookworm', ['refresh 8.4.6-cli-bookworm', 'system 8.4.6-cli-trixie', 'alpine 8.4.6-cli-alpine3.22']],
    ['name slim', 'node', '22', '22 22-slim 22-alpine 22-alpine3.22 22-arm64v8', ['refresh 22', 'slim 22-slim', 'alpine 22-alpine3.22']],
    ['of Alpine are at most another flavour', 'php', '8.4.6-cli-alpine', '8.4.6-cli-alpine 8.4-cli-alpine 8-cli-alpine cli-alpine 8.4.6-cli latest', ['refresh 8.4.6-cli-alpine', 'flavour 8.4.6-cli']],
    ['of a tag without a version are the tag alone', 'app', 'latest', 'latest 1 2 stable', ['refresh latest']],
    ['are none where the tag is gone and nothing is newer', 'app', '2', '1 1.5', []],
  ])('%s', (_, repository, tag, tags, expected) => {
    expect(choose(repository, tag, tags)).toEqual(expected);
  });

  it('are bounded', () => {
    const tags = Array.from({ length: 50 }, (_, at) => `1.${at}`);
    expect(chooseCandidates({ repository: 'r/app', tag: '1.0', tags, now, limit: 5 })).toHaveLength(5);
  });
}); // prettier-ignore

describe('the support of a tag', () => {
  it.each([
    ['docker.io/library/node', '20.11-slim', { until: '2026-04-30', isLongTerm: true }],
    ['docker.io/library/python', '3.9', { until: '2025-10-31', isLongTerm: false }],
    ['docker.io/library/debian', '12', { until: '2028-06-30', isLongTerm: false }],
    ['docker.io/library/debian', '12.8', { until: '2028-06-30', isLongTerm: false }],
    ['ghcr.io/acme/app', '1', { isLongTerm: false }],
    ['ghcr.io/acme/constructor', '1', { isLongTerm: false }],
  ])('of %s:%s', (repository, tag, expected) => {
    expect(supportOfTag(repository, parseTag(tag))).toEqual(expected);
  });
});
