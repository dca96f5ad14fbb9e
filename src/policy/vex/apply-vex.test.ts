import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation, type FactSketch } from '../../../test/support/match-fixtures.ts';
import { parseDigest } from '../../model/digest.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { type PurlStrictness } from '../suppression/purl-strictness.ts';
import { applyVex } from './apply-vex.ts';
import { findMismatch, vexSubject } from './match-statement.ts';
import { readVex } from './read-vex.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const openssl = makePackage('debian@12/libssl3 3.0.11-1', { source: 'openssl 3.0.11-1' });
const facts: readonly FactSketch[] = [
  { on: 'npm/lodash', id: 'CVE-2019-10744', aliases: ['GHSA-jf85-cpcp-j695'], fixed: '4.17.12' },
  { on: 'debian@12/openssl', id: 'CVE-2024-1000', fixed: '3.0.12-1' },
];

function makeReport(packages: readonly Package[] = [makePackage('npm/lodash 4.17.4'), openssl]): ScanReport {
  return {
    target: {
      name: 'registry.example/lab/app:1',
      scheme: 'registry',
      manifestDigest: parseDigest(digest, 'x'),
      platform: { os: 'linux', architecture: 'amd64' },
      layers: [],
    },
    packages,
    findings: matchSituation({ packages, facts }).findings,
    plan: [],
    scannedFor: ['vulnerability'],
    issues: [],
    completeness: 'complete',
    startedAt: new Date('2026-01-01'),
    durationMs: 1,
    advisories: { kind: 'database', shards: [], sources: [] },
  };
}

const read = (value: unknown, name = 'vex.json'): ReturnType<typeof readVex> => readVex(Buffer.from(JSON.stringify(value)), name);

interface Sketch {
  readonly id?: string;
  readonly status?: string;
  readonly time?: string;
  readonly products?: readonly unknown[];
}

function openVex(statements: readonly Sketch[], name = 'vex.json'): ReturnType<typeof readVex> {
  return read(
    {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.com/1',
      author: 'Lab',
      timestamp: '2026-05-01T00:00:00Z',
      version: 1,
      statements: statements.map(({ id = 'CVE-2019-10744', status = 'not_affected', time, products = ['pkg:npm/lodash@4.17.4'] }) => ({
        vulnerability: { name: id },
        products: products.map((product) => (typeof product === 'string' ? { '@id': product } : product)),
        status,
        justification: 'component_not_present',
        ...(time === undefined ? {} : { timestamp: time }),
      })),
    },
    name,
  );
}

/** Ids that are set aside, and notes. */
function apply(documents: readonly ReturnType<typeof readVex>[], strictness: PurlStrictness = 'standard'): readonly string[] {
  const { findings, suppressionNotes = [] } = applyVex(makeReport(), documents, strictness);
  return [
    ...findings.flatMap((finding) => (finding.kind === 'vulnerability' && finding.suppression !== undefined ? [finding.id] : [])),
    ...suppressionNotes.map(({ kind, message }) => `${kind}: ${message}`),
  ];
}

const unused = ['unused: no statement is about a finding of this image'];

describe('which statement counts', () => {
  it.each<[string, readonly Sketch[], readonly string[]]>([
    ['not affected', [{}], ['CVE-2019-10744']],
    ['fixed', [{ status: 'fixed' }], ['CVE-2019-10744']],
    ['affected', [{ status: 'affected' }], []],
    ['under investigation', [{ status: 'under_investigation' }], []],
    ['an alias', [{ id: 'ghsa-jf85-cpcp-j695' }], ['CVE-2019-10744']],
    ['another flaw', [{ id: 'CVE-2000-0001' }], unused],
    ['a newer statement', [{}, { status: 'affected', time: '2026-06-01T00:00:00Z' }], []],
    ['an older statement', [{ status: 'affected', time: '2026-04-01T00:00:00Z' }, {}], ['CVE-2019-10744']],
    [
      'two of one time',
      [{}, { status: 'affected' }],
      ['conflict: CVE-2019-10744 is affected here and not_affected in vex.json: statement 1, at the same time; the finding counts'],
    ],
  ])('%s', (_, statements, expected) => {
    expect(apply([openVex(statements)])).toEqual(expected);
  });
});

describe('what a product means', () => {
  const lodash = { '@id': 'pkg:npm/lodash@4.17.4' };
  const image = { '@id': `pkg:oci/app@${digest.replace(':', '%3A')}?repository_url=registry.example/lab/app` };
  it.each<[string, unknown, string | undefined]>([
    ['a package', lodash, undefined],
    ['a package without a version', { '@id': 'pkg:npm/lodash' }, undefined],
    ['another version', { '@id': 'pkg:npm/lodash@4.17.5' }, 'the version is 4.17.5, not 4.17.4'],
    ['another package', { '@id': 'pkg:npm/underscore@1' }, 'the name is underscore, not lodash'],
    ['another type', { '@id': 'pkg:pypi/lodash@4.17.4' }, 'the type is pypi, not npm'],
    ['an IRI with a purl as identifier', { '@id': 'https://example.com/1', identifiers: { purl: 'pkg:npm/lodash@4.17.4' } }, undefined],
    ['an IRI alone', { '@id': 'https://example.com/1' }, 'the product https://example.com/1 has no package URL'],
    ['the image', image, undefined],
    ['the image, and the package in it', { ...image, subcomponents: [lodash] }, undefined],
    ['the image, and another package', { ...image, subcomponents: [{ '@id': 'pkg:npm/minimist' }] }, 'the name is minimist, not lodash'],
    ['another image', { '@id': `pkg:oci/app@sha256%3A${'b'.repeat(64)}`, subcomponents: [lodash] }, `the product is another image: app@sha256:${'b'.repeat(64)}`],
    ['another repository', { '@id': 'pkg:oci/app?repository_url=registry.example/other/app' }, 'the product is another image: registry.example/other/app'],
    ['a repository under any tag', { '@id': 'pkg:oci/app?repository_url=registry.example/lab/app' }, undefined],
    ['another package of the image, and the package in it', { '@id': 'pkg:deb/debian/openssl', subcomponents: [lodash] }, undefined],
  ])('%s', (_, product, expected) => {
    const report = makeReport();
    const [statement] = openVex([{ products: [product] }]).statements;
    const finding = report.findings.find((each) => each.kind === 'vulnerability' && each.id === 'CVE-2019-10744')!;
    expect(findMismatch(statement!, finding, vexSubject(report, 'standard'))).toBe(expected);
  }); // prettier-ignore

  it.each<[PurlStrictness, string, boolean]>([
    ['standard', 'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12', true],
    ['strict', 'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12', false],
    ['strict', 'pkg:deb/debian/libssl3@3.0.11-1', true],
    ['standard', 'pkg:deb/debian/openssl@3.0.11-1', true],
    ['strict', 'pkg:deb/debian/openssl@3.0.11-1', false],
    ['standard', 'pkg:deb/ubuntu/openssl@3.0.11-1', false],
    ['loose', 'pkg:deb/ubuntu/libssl3@3.0.11-1', true],
  ])('%s: %s', (strictness, purl, isMatch) => {
    const applied = apply([openVex([{ id: 'CVE-2024-1000', products: [purl] }])], strictness);
    expect(applied).toEqual(isMatch ? ['CVE-2024-1000'] : unused);
  });
});

describe('CSAF', () => {
  const document = (status: object, tree: object): unknown => ({
    document: { category: 'csaf_vex', publisher: { name: 'Lab' }, tracking: { id: 'L-1', current_release_date: '2026-05-01T00:00:00Z' } },
    product_tree: tree,
    vulnerabilities: [{ cve: 'CVE-2019-10744', product_status: status, flags: [{ label: 'vulnerable_code_not_present', product_ids: ['p'] }], threats: [{ category: 'impact', details: 'never built in', product_ids: ['p'] }] }],
  }); // prettier-ignore
  const branches = [
    { category: 'vendor', name: 'Lab', branches: [{ category: 'product_version', name: '4', product: { product_id: 'p', name: 'lodash', product_identification_helper: { purl: 'pkg:npm/lodash@4.17.4' } } }] },
  ]; // prettier-ignore

  it('finds products in branches, with flags and threats', () => {
    const parsed = read(document({ known_not_affected: ['p'] }, { branches }));
    const [finding] = applyVex(makeReport(), [parsed], 'standard').findings.filter(({ suppression }) => suppression !== undefined);
    expect(finding?.suppression).toEqual({
      reason: 'vulnerable code not present: never built in',
      origin: 'vex.json: CVE-2019-10744, known_not_affected',
      vex: { status: 'not_affected', justification: 'vulnerable_code_not_present', documentId: 'L-1', author: 'Lab', statedOn: '2026-05-01T00:00:00Z' },
    });
  }); // prettier-ignore

  it('takes a component of a product that only a CPE names, unless it is to be strict', () => {
    const relationships = [{ category: 'default_component_of', product_reference: 'p', relates_to_product_reference: 'os', full_product_name: { product_id: 'os:p', name: 'x' } }];
    const tree = { branches, full_product_names: [{ product_id: 'os', name: 'OS 1', product_identification_helper: { cpe: 'cpe:/o:lab:os:1' } }], relationships };
    const parsed = read(document({ known_not_affected: ['os:p'] }, tree));
    expect([apply([parsed]), apply([parsed], 'strict')]).toEqual([['CVE-2019-10744'], unused]);
  }); // prettier-ignore

  it('keeps what is affected, and does not apply to a product without a package URL', () => {
    expect(apply([read(document({ known_affected: ['p'] }, { branches }))])).toEqual([]);
    expect(apply([read(document({ known_not_affected: ['q'] }, { branches }))])).toEqual(unused);
  });
});

describe('CycloneDX', () => {
  const document = (ref: string, state: string, more: object = {}): unknown => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    components: [{ 'bom-ref': 'c1', type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.4' }],
    vulnerabilities: [
      { id: 'CVE-2019-10744', analysis: { state, justification: 'code_not_reachable', detail: 'dead code' }, affects: [{ ref }] },
    ],
    ...more,
  });

  it.each([
    ['a component of the document', document('c1', 'not_affected'), ['CVE-2019-10744']],
    ['a false positive', document('c1', 'false_positive'), ['CVE-2019-10744']],
    ['resolved', document('c1', 'resolved'), ['CVE-2019-10744']],
    ['exploitable', document('c1', 'exploitable'), []],
    [
      'a BOM-Link',
      document('urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#pkg%3Anpm%2Flodash%404.17.4', 'not_affected'),
      ['CVE-2019-10744'],
    ],
    ['a reference that leads nowhere', document('c9', 'not_affected'), unused],
  ])('%s', (_, value, expected) => {
    expect(apply([read(value)])).toEqual(expected);
  });
});

describe('what is no VEX document', () => {
  it.each<[string, unknown, string]>([
    ['another document', { a: 1 }, 'v.json: is not a VEX document'],
    ['an SBOM', { bomFormat: 'CycloneDX' }, 'v.json: is a CycloneDX document without vulnerabilities, so not VEX'],
    ['a list', [], 'v.json: is not a JSON object'],
    ['an unknown status', { '@context': 'https://openvex.dev/ns', statements: [{ vulnerability: 'CVE-2020-1000', status: 'fine' }] }, 'v.json: statement 1 has the status "fine", which is none of not_affected, affected, fixed, under_investigation'],
    ['a statement without a flaw', { '@context': 'https://openvex.dev/ns', statements: [{ status: 'fixed' }] }, 'v.json: statement 1 has no vulnerability'],
  ])('%s', (_, value, message) => {
    expect(() => read(value, 'v.json')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }));
  }); // prettier-ignore

  it('takes the subject of an attestation for the product where there is none', () => {
    const predicate = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      statements: [{ vulnerability: { name: 'CVE-2019-10744' }, status: 'not_affected' }],
    };
    const statement = { _type: 'https://in-toto.io/Statement/v1', subject: [{ name: 'x', digest: { sha256: 'a'.repeat(64) } }], predicate };
    expect(apply([read(statement)])).toEqual(['CVE-2019-10744']);
  });
});
