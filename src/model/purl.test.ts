import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casesRoot } from '../../test/cases/case-suite.ts';
import { purls } from '../../test/cases/documents.ts';
import { describeCases } from '../../test/support/describe-cases.ts';
import { limits } from './limits.ts';
import { PratiqueError } from './pratique-error.ts';
import { formatPurl, parsePurl, type PurlParts } from './purl.ts';

describe('formatPurl', () => {
  it.each<[PurlParts, string]>([
    [{ type: 'npm', name: 'express', version: '4.18.2' }, 'pkg:npm/express@4.18.2'],
    [{ type: 'npm', namespace: '@babel', name: 'core', version: '7.0.0' }, 'pkg:npm/%40babel/core@7.0.0'],
    [{ type: 'npm', name: 'JSONStream', version: '1.3.5' }, 'pkg:npm/JSONStream@1.3.5'],
    [
      { type: 'deb', namespace: 'debian', name: 'libstdc++6', version: '12.2.0-14+deb12u1' },
      'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1',
    ],
    [
      { type: 'deb', namespace: 'debian', name: 'attr', version: '1:2.5.1-4', qualifiers: { distro: 'debian-12', arch: 'amd64' } },
      'pkg:deb/debian/attr@1:2.5.1-4?arch=amd64&distro=debian-12',
    ],
    [
      { type: 'rpm', namespace: 'Fedora', name: 'PackageKit', version: '1~rc^2', qualifiers: { epoch: '1', arch: '' } },
      'pkg:rpm/fedora/PackageKit@1~rc%5E2?epoch=1',
    ],
    [
      { type: 'golang', namespace: 'github.com/Masterminds', name: 'semver', version: 'v3.2.1' },
      'pkg:golang/github.com/Masterminds/semver@v3.2.1',
    ],
    [{ type: 'PyPI', name: 'Ruamel_YAML' }, 'pkg:pypi/ruamel-yaml'],
    [{ type: 'generic', name: 'naïve ☃/\ud800', version: '' }, 'pkg:generic/na%C3%AFve%20%E2%98%83%2F%EF%BF%BD'],
    [{ type: 'golang', name: 'x', namespace: '/a//b/', subpath: './api/../v1/' }, 'pkg:golang/a/b/x#api/v1'],
    [
      { type: 'generic', name: 'x', qualifiers: new Map([['Checksum', 'sha1:ab,sha256:cd']]) },
      'pkg:generic/x?checksum=sha1:ab%2Csha256:cd',
    ],
  ])('%o is %s', (parts, expected) => {
    expect(formatPurl(parts)).toBe(expected);
  });

  it.each<[PurlParts, string]>([
    [{ type: '', name: 'x' }, 'not a package URL: /x: no valid type'],
    [{ type: 'a b', name: 'x' }, 'not a package URL: a b/x: no valid type'],
    [{ type: 'npm', name: '' }, 'not a package URL: npm/: no name'],
    [{ type: 'npm', name: 'x', qualifiers: { 'a b': 'c' } }, 'not a package URL: ?a b: a qualifier has no valid key'],
    [{ type: 'swift', name: 'x' }, 'not a package URL: swift/x: no namespace'],
  ])('refuses %o', (parts, message) => {
    expect(refusal(() => formatPurl(parts))).toBe(`PURL_INVALID ${message}`);
  });
});

describe('parsePurl', () => {
  it('reads every part', () => {
    expect(parsePurl('PKG://Deb/Debian/lib%2Bx@1:2%2B3?distro=debian-12&Arch=amd64&empty=#/a/./b%20c/')).toEqual({
      type: 'deb',
      namespace: 'debian',
      name: 'lib+x',
      version: '1:2+3',
      qualifiers: new Map([
        ['arch', 'amd64'],
        ['distro', 'debian-12'],
      ]),
      subpath: 'a/b c',
    });
  });

  it('keeps keys from outside out of prototypes', () => {
    expect(parsePurl('pkg:generic/x?constructor=1').qualifiers).toEqual(new Map([['constructor', '1']]));
  });

  it.each([
    ['', 'does not begin with pkg:'],
    ['npm/express', 'does not begin with pkg:'],
    ['pkg:', 'no valid type'],
    ['pkg:npm', 'no name'],
    ['pkg:npm/', 'no name'],
    ['pkg:npm/@1.0', 'no name'],
    ['pkg:npm/x?=1', 'a qualifier has no valid key'],
    ['pkg:npm/x?a', 'a qualifier has no valid key'],
    ['pkg:npm/x?a=1&A=2', 'a qualifier is there twice'],
    ['pkg:npm/%zz', 'a percent sign does not begin encoded UTF-8'],
    ['pkg:npm/%ff', 'a percent sign does not begin encoded UTF-8'],
    ['pkg:vcpkg/microsoft/zlib@1.3.1', 'a namespace is not allowed'],
  ])('refuses %j: %s', (text, why) => {
    expect(refusal(() => parsePurl(text))).toBe(`PURL_INVALID not a package URL: ${text}: ${why}`);
  });

  it('accepts limits.purlCharacters and no more', () => {
    const head = 'pkg:npm/';
    const longest = `${head}${'x'.repeat(limits.purlCharacters - head.length)}`;
    expect(parsePurl(longest).name).toHaveLength(limits.purlCharacters - head.length);
    expect(refusal(() => parsePurl(`${longest}x`))).toBe(
      `PURL_INVALID not a package URL: ${longest.slice(0, 120)}: longer than ${limits.purlCharacters} characters`,
    );
  });

  it('reads what formatPurl wrote, and formatting that again changes nothing', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/'));
    const parts = fc.record({ name: part, namespace: part, version: part, value: part });
    fc.assert(
      fc.property(parts, ({ name, namespace, version, value }) => {
        const given = { type: 'generic', namespace, name, version, qualifiers: new Map([['key', value]]) };
        const text = formatPurl(given);
        expect(parsePurl(text)).toEqual(given);
        expect(formatPurl(parsePurl(text))).toBe(text);
      }),
    );
  });

  it('throws nothing but PURL_INVALID', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('n', '/', '@', '?', '#', '&', '=', '%', '2', '0', '.', '~', '\ud800') }), (text) => {
        expect(refusal(() => parsePurl(`pkg:${text}`))).toMatch(/^(PURL_INVALID|none)/);
      }),
    );
  });
});

interface PurlCase {
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string & Record<string, unknown>;
  readonly expected_output?: string | Record<string, unknown> | null;
  readonly expected_failure: boolean;
}

const cases = join(casesRoot, 'purl/cases.jsonl');

describeCases(purls, () => {
  it('agree, but for the exceptions', () => {
    const rows = readFileSync(cases, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PurlCase);
    const disagreeing = rows.filter((row) => !isAsExpected(row)).map((row) => `${row.test_type} ${JSON.stringify(row.input)}`);
    expect(rows).toHaveLength(purls.count);
    expect(disagreeing).toEqual(Object.keys(purls.exceptions));
  });
});

function isAsExpected(row: PurlCase): boolean {
  let actual: unknown;
  try {
    actual = run(row);
  } catch (error) {
    return row.expected_failure && error instanceof PratiqueError;
  }
  return !row.expected_failure && JSON.stringify(actual) === JSON.stringify(withoutNulls(row.expected_output));
}

function run({ test_type: kind, input }: PurlCase): unknown {
  if (kind === 'build') return formatPurl({ type: '', name: '', ...(withoutNulls(input) as object) });
  const parsed = parsePurl(input);
  return kind === 'validate' ? formatPurl(parsed) : withoutNulls({ ...parsed, qualifiers: Object.fromEntries(parsed.qualifiers) });
}

/** The cases write null for absent parts and keep no order of keys. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null && JSON.stringify(each) !== '{}');
  return Object.fromEntries(kept.sort().map(([key, each]) => [key, withoutNulls(each)]));
}

function refusal(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    return error instanceof PratiqueError ? `${error.code} ${error.message}` : `other ${String(error)}`;
  }
}
