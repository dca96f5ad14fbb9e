import { describe, expect, it } from 'vitest';
import { parseReference } from '../../../model/reference.ts';
import { findPublisher, findStatement } from './find-statement.ts';
import { parseImagePattern } from './image-pattern.ts';
import { PatternError } from './text-pattern.ts';
import { type TrustStatement } from './trust-policy.ts';

function statement(...patterns: readonly string[]): TrustStatement {
  return { images: patterns.map(parseImagePattern), action: 'forbid', require: 'any', threshold: 1, attestations: [] };
}

describe('what a pattern matches', () => {
  it.each([
    ['docker.io/library/alpine', 'alpine', true],
    ['docker.io/library/alpine', 'alpine:3@sha256:' + 'a'.repeat(64), true],
    ['docker.io/library/*', 'alpine', true],
    ['docker.io/library/*', 'org/alpine', false],
    ['docker.io/library/*', 'evil.docker.io/library/alpine', false],
    ['ghcr.io/org/*', 'ghcr.io/org/app', true],
    ['ghcr.io/org/*', 'ghcr.io/org/app/sub', false],
    ['ghcr.io/org/*', 'ghcr.io/org-evil/app', false],
    ['ghcr.io/org/**', 'ghcr.io/org/app/sub', true],
    ['ghcr.io/org/**', 'ghcr.io/org', false],
    ['ghcr.io/org/**', 'ghcr.io/organisation/app', false],
    ['ghcr.io/**', 'ghcr.io/org/app', true],
    ['ghcr.io/**', 'ghcr.io.evil.com/org/app', false],
    ['ghcr.io/**', 'ghcrxio.com/org/app', false],
    ['ghcr.io/*/app', 'ghcr.io/org/app', true],
    ['ghcr.io/*/app', 'ghcr.io/a/b/app', false],
    ['ghcr.io/org/app-*', 'ghcr.io/org/app-1', true],
    ['ghcr.io/org/app-*', 'ghcr.io/org/app1', false],
    ['*.example.com/**', 'a.example.com/b', true],
    ['*.example.com/**', 'example.com/b', false],
    ['*.example.com/**', 'evilexample.com/b', false],
    ['localhost:5000/**', 'localhost:5000/a', true],
    ['localhost:5000/**', 'localhost:5001/a', false],
    ['[::1]:5000/**', '[::1]:5000/a', true],
    ['**', 'anything.example/at/all', true],
    ['~ghcr\\.io/(a|b)/.*', 'ghcr.io/b/c', true],
    ['~ghcr\\.io/a|b', 'evil.example/b', false],
    ['~ghcr\\.io/org', 'ghcr.io/org/app', false],
    ['docker.io/**', 'registry-1.docker.io/library/alpine', true],
    ['docker.io/**', 'index.docker.io/org/app', true],
    ['docker.io/**', 'INDEX.docker.io:443/org/app', true],
    ['index.docker.io/**', 'alpine', true],
    ['*.docker.io/**', 'alpine', true],
    ['~registry-1\\.docker\\.io/.*', 'org/app', true],
    ['ghcr.io/**', 'ghcr.io:443/org/app', true],
    ['ghcr.io/**', 'ghcr.io:0443/org/app', true],
    ['ghcr.io:443/**', 'ghcr.io/org/app', true],
    ['localhost/**', 'localhost:80/a', true],
    ['127.0.0.1:5000/**', '127.1:5000/a', true],
    ['ghcr.io/**', 'ghcr.io:8443/org/app', false],
    ['docker.io/**', 'docker.io:5000/org/app', false],
  ])('%s, %s: %s', (pattern, image, expected) => {
    const policy = { statements: [statement(pattern)], copies: [] };
    expect(findStatement(policy, parseReference(image))?.pattern).toBe(expected ? pattern : undefined);
  });
});

describe('invalid patterns', () => {
  it.each(['', 'alpine', '/a', 'ghcr.io', 'ghcr.io/', 'ghcr.io//a', 'ghcr.io/A', 'ghcr.io/a:1', 'ghcr.io/a@sha256:b', 'ghcr.io/**/a', 'ghcr.io/a**', 'ghcr.io/../a', 'ghcr.io/a b', 'docker.io/alpine', 'docker.io/*', '***', '*/**/', '~', '~(', 'x'.repeat(513)])('%s', (text) => {
    expect(() => parseImagePattern(text)).toThrow(PatternError);
  }); // prettier-ignore
});

describe('the most exact statement decides', () => {
  it.each([
    ['ghcr.io/org/app', ['**', 'ghcr.io/**', 'ghcr.io/org/*', 'ghcr.io/org/app', '~ghcr\\.io/.*'], 'ghcr.io/org/app'],
    ['ghcr.io/org/app', ['~ghcr\\.io/.*', '**'], '~ghcr\\.io/.*'],
    ['ghcr.io/org/app', ['ghcr.io/org/*', 'ghcr.io/**', '**'], 'ghcr.io/org/*'],
    ['ghcr.io/org/app', ['ghcr.io/org/a*', 'ghcr.io/org/*', '*/org/*'], 'ghcr.io/org/a*'],
    ['ghcr.io/org/app', ['ghcr.io/org/*', 'ghcr.io/org/**'], 'ghcr.io/org/*'],
    ['ghcr.io/org/app', ['ghcr.io/*/**', 'ghcr.io/**'], 'ghcr.io/*/**'],
    ['ghcr.io/org/app', ['ghcr.*/**', 'ghcr.io/**'], 'ghcr.io/**'],
    ['index.docker.io/library/alpine', ['docker.io/**', 'docker.io/library/alpine'], 'docker.io/library/alpine'],
    ['ghcr.io/org/app', ['**', 'quay.io/**'], '**'],
    ['ghcr.io/org/app', ['quay.io/**'], undefined],
    ['ghcr.io/org/app', [], undefined],
  ])('%s of %j: %s', (image, patterns, expected) => {
    for (const order of [patterns, [...patterns].reverse()])
      expect(findStatement({ statements: order.map((pattern) => statement(pattern)), copies: [] }, parseReference(image))?.pattern).toBe(
        expected,
      );
  });

  // Each pair in both orders: no length and no kind of pattern may let the weaker statement win.
  it.each([
    ['a wide expression and a narrow wildcard', 'ghcr.io/org/app', '~.*', 'ghcr.io/org/*'],
    ['an expression and a wildcard around it', 'ghcr.io/org/app', '~ghcr\\.io/org/(app|tools)', 'ghcr.io/**'],
    ['two expressions', 'ghcr.io/org/app', '~ghcr\\.io/.*', '~.*/org/app'],
    ['wildcards in different places', 'ghcr.io/a/b', 'ghcr.io/a*/b', 'ghcr.io/*a/b'],
    ['a long wildcard that crosses a shorter one', 'ghcr.io/a-long-organisation/app', '*/a-long-organisation/*', 'ghcr.io/**'],
    ['two names of one registry', 'alpine', 'docker.io/library/alpine', 'index.docker.io/library/alpine'],
    ['a registry with and without its default port', 'ghcr.io/org/app', 'ghcr.io/**', 'ghcr.io:443/**'],
    ['patterns for two names of one registry', 'alpine', 'docker.io/library/*', 'registry-1.docker.io/**'],
  ])('refuses %s', (_, image, one, other) => {
    for (const [first = '', second = ''] of [[one, other], [other, one]]) {
      const policy = { statements: [statement(first), statement('**'), statement(second)], copies: [] };
      const { registry, repository } = parseReference(image);
      expect(() => findStatement(policy, parseReference(image))).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: `${registry}/${repository} matches ${first} and ${second} of the trust policy, and neither pattern is inside the other`,
        }) as Error,
      );
    }
  }); // prettier-ignore

  it('lets an exact name decide over patterns that would be refused without it', () => {
    const policy = { statements: ['~.*', 'ghcr.io/org/*', 'ghcr.io/org/app'].map((pattern) => statement(pattern)), copies: [] };
    expect(findStatement(policy, parseReference('ghcr.io/org/app'))?.pattern).toBe('ghcr.io/org/app');
  });

  it('allows two such patterns in one statement', () => {
    const policy = { statements: [statement('ghcr.io/a*/b', 'ghcr.io/*a/b')], copies: [] };
    expect(findStatement(policy, parseReference('ghcr.io/a/b'))?.pattern).toBe('ghcr.io/a*/b');
  });
});

it('finds the publisher of an image', () => {
  const publishers = [
    { name: 'one', images: [parseImagePattern('docker.io/library/*')] },
    { name: 'two', images: [parseImagePattern('ghcr.io/org/**')] },
  ];
  expect(findPublisher(publishers, parseReference('alpine'))?.name).toBe('one');
  expect(findPublisher(publishers, parseReference('ghcr.io/org/a/b'))?.name).toBe('two');
  expect(findPublisher(publishers, parseReference('ghcr.io/organ/a'))).toBeUndefined();
});
