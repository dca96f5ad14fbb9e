import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { requiredLiterals } from './required-literals.ts';

it.each([
  ['acme_[a-z0-9]{32}', ['acme_']],
  ['(?i)ACME_[a-z0-9]{32}', ['acme_']],
  ['(?P<secret>acme_[a-z]{8})', ['acme_']],
  ['\\b(acme|initech)-[0-9]+\\b', ['acme', 'initech']],
  ['acme_[a-z]+|ac-[0-9a-f]+-key', ['acme_', '-key']],
  ['abcd?ef', ['abc']],
  ['abc+def', ['abc']],
  ['key[]a]=secret', ['=secret']],
  ['[[:alpha:]]token\\.v1', ['token.v1']],
  ['(?:optional)?must', ['must']],
  ['(?:twice){0,2}must', ['must']],
  ['\\x{61}cme', ['cme']],
  ['\\p{Greek}end', ['end']],
  ['[\\]]abc', ['abc']],
  ['geheimß_schlüssel', ['geheim']],
])('knows that every match of %s has one of %j', (pattern, words) => {
  expect(() => RE2JS.compile(pattern)).not.toThrow();
  expect(requiredLiterals(pattern)).toEqual(words);
});

it.each(['[0-9a-f]{32}', 'ab', 'acme|[0-9]+', '(?:acme)?[0-9]{8}', 'a.b.c', ''])('knows no such word of %s', (pattern) => {
  expect(requiredLiterals(pattern)).toBeUndefined();
});
