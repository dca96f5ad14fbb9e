import { describe, expect, it } from 'vitest';
import { findAmbiguity, parseCopiedFrom, sourcesOf } from './copied-from.ts';
import { parseReference } from '../../../model/reference.ts';
import { parseImagePattern } from './image-pattern.ts';
import { repositoryNames } from './repository-names.ts';

function sources(repository: string, match: string, ...copiedFrom: readonly string[]): readonly string[] | string {
  const images = [parseImagePattern(match)];
  const parsed = copiedFrom.map(parseCopiedFrom);
  return findAmbiguity(images, parsed) ?? sourcesOf(repositoryNames(parseReference(repository)), images, parsed);
}

describe('an image has one source for each entry', () => {
  it.each([
    ['mirror.example/app', 'mirror.example/app', 'ghcr.io/org/app', 'ghcr.io/org/app'],
    ['mirror.example/hub/app', 'mirror.example/hub/*', 'ghcr.io/org/*', 'ghcr.io/org/app'],
    ['mirror.example/hub/team/app', 'mirror.example/hub/**', 'ghcr.io/**', 'ghcr.io/team/app'],
    ['mirror.example/library/alpine', 'mirror.example/**', 'docker.io/**', 'docker.io/library/alpine'],
    ['localhost:5000/app', 'localhost:5000/**', 'localhost:5001/x/**', 'localhost:5001/x/app'],
    ['org/app', 'index.docker.io/org/*', 'ghcr.io/org/*', 'ghcr.io/org/app'],
    ['mirror.example:443/hub/app', 'mirror.example/hub/*', 'ghcr.io/org/*', 'ghcr.io/org/app'],
  ])('%s, matched by %s and copied from %s, was signed as %s', (repository, match, copiedFrom, expected) => {
    expect(sources(repository, match, copiedFrom)).toEqual([expected]);
  });

  it('accepts several sources', () => {
    expect(sources('m.example/a', 'm.example/a', 'ghcr.io/a', 'quay.io/b')).toEqual(['ghcr.io/a', 'quay.io/b']);
  });

  it.each([
    // One signed image of the source could be put in the place of every image of the mirror.
    ['mirror.example/hub/*', 'ghcr.io/org/app'],
    ['mirror.example/**', 'ghcr.io/org/app'],
    ['**', 'ghcr.io/org/app'],
    ['~mirror\\.example/.*', 'ghcr.io/org/app'],
    // Every signed image of the source could be put in the place of this one.
    ['mirror.example/hub/app', 'ghcr.io/org/*'],
    ['mirror.example/hub/app', 'ghcr.io/**'],
    // The text of one wildcard is not that of the other.
    ['mirror.example/hub/*', 'ghcr.io/org/**'],
    ['mirror.example/*/x/*', 'ghcr.io/org/*'],
    ['mirror.example/a*', 'ghcr.io/org/app'],
  ])('refuses match %s with copiedFrom %s', (match, copiedFrom) => {
    expect(sources('', match, copiedFrom)).toBe(
      `has copiedFrom ${copiedFrom} for match ${match}, which does not tell the source of each image`,
    );
  });

  it('refuses copiedFrom with more than one match', () => {
    const images = ['m.example/a', 'm.example/b'].map(parseImagePattern);
    expect(findAmbiguity(images, [parseCopiedFrom('ghcr.io/a')])).toBe('has copiedFrom and more than one match');
    expect(findAmbiguity(images, [])).toBeUndefined();
  });
});

it.each(['alpine', 'ghcr.io', 'ghcr.io/a:1', 'ghcr.io/a@sha256:0', 'ghcr.io/a*', '**', '*', 'ghcr.io/*/a', 'ghcr.io/A', '~ghcr', 'org/**'])(
  '%s is not a repository',
  (text) => {
    expect(() => parseCopiedFrom(text)).toThrow('is not a repository');
  },
);
