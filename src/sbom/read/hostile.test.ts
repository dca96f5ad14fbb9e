import { describe, expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { readSbom } from './read-sbom.ts';
import { SbomError } from './sbom-error.ts';

const read = (text: string | Uint8Array, evidence: 'declared' | 'claimed' = 'declared'): ReturnType<typeof readSbom> =>
  readSbom(typeof text === 'string' ? Buffer.from(text) : text, { name: 'bom.json', evidence });
const bom = (components: string, more = ''): string => `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${components}]${more}}`;
const component = (at: number): string => `{"type":"library","bom-ref":"${at}","name":"x${at}","version":"1","purl":"pkg:npm/x${at}@1"}`;
const many = (count: number): string => Array.from({ length: count }, (_, at) => component(at)).join(',');

describe('documents that are refused [189]', () => {
  it.each<[name: string, text: string, reason: RegExp]>([
    ['nothing', '', /is not an SBOM/],
    ['JSON that ends early', '{"bomFormat":"CycloneDX"', /is not JSON/],
    ['JSON of something else', '{"name":"x"}', /not an SBOM of a known format/],
    ['brackets', `{"a":${'['.repeat(100_000)}`, /nested more than/],
    ['CycloneDX of another major version', '{"bomFormat":"CycloneDX","specVersion":"2.0"}', /unknown version "2.0"/],
    ['SPDX of another major version', '{"spdxVersion":"SPDX-9.0"}', /unknown version/],
    ['an XML document with entities', '<!DOCTYPE b [<!ENTITY a "x">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&a;</bom>', /document type/],
    ['XML of something else', '<project/>', /not an SBOM of a known format/],
    ['XML elements without end', '<a>'.repeat(10_000), /deep/],
    ['tag-value with an open text', 'SPDXVersion: SPDX-2.3\nPackageComment: <text>never closed', /ends inside <text>/],
    ['YAML with aliases', 'spdxVersion: SPDX-2.3\nname: &a [x]\npackages: [*a, *a]\n', /aliases/],
    ['an attestation inside an attestation', JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', predicate: { _type: 'https://in-toto.io/Statement/v1', predicate: {} } }), /attestation inside/],
    ['an envelope of nothing', '{"payloadType":"x","payload":"!!"}', /is empty|is not JSON/],
  ])('%s', (_name, text, reason) => {
    expect(() => read(text)).toThrow(SbomError);
    expect(() => read(text)).toThrow(reason);
  }); // prettier-ignore
});

describe('limits [189]', () => {
  it('reads as many components as are allowed of a document inside an image, and no more', () => {
    expect(read(bom(many(limits.embeddedSbomComponents)), 'claimed').packages.length).toBe(limits.embeddedSbomComponents);
    expect(() => read(bom(many(limits.embeddedSbomComponents + 1)), 'claimed')).toThrow('has more than 20000 components');
  });

  it('counts components inside components', () => {
    const nested = `{"type":"library","name":"a","components":[${many(limits.embeddedSbomComponents)}]}`;
    expect(() => read(bom(nested), 'claimed')).toThrow('has more than 20000 components');
  });

  it('refuses a document that is too long before it is parsed', () => {
    expect(() => read(new Uint8Array(limits.embeddedSbomBytes + 1), 'claimed')).toThrow(/bytes long, more than/);
  });
});

describe('documents that are read', () => {
  it('in which packages need each other in circles, themselves, and what is not there', () => {
    const edges = ',"dependencies":[{"ref":"0","dependsOn":["1","0","nowhere"]},{"ref":"1","dependsOn":["0"]}]';
    const { packages } = read(bom(many(2), edges));
    expect(packages.map(({ dependencies }) => dependencies)).toEqual([[packages[1]!.id], [packages[0]!.id]]);
  });

  it('with a bom-ref twice', () => {
    const { packages, issues } = read(bom(`${component(1)},${component(1).replaceAll('x1', 'y1')}`));
    expect([packages.map(({ name }) => name), issues.map(({ code }) => code)]).toEqual([['x1', 'y1'], ['SBOM_INVALID', 'SBOM_INCOMPLETE']]);
  }); // prettier-ignore

  it('with a component twice: once', () => {
    expect(read(bom(`${component(1)},${component(1).replace('"bom-ref":"1"', '"bom-ref":"2"')}`)).packages.length).toBe(1);
  });

  it('with keys of prototypes [189]', () => {
    const text = bom(`${component(1)},{"type":"library","name":"constructor","bom-ref":"__proto__","version":"1","purl":"pkg:npm/constructor@1","__proto__":{"version":"2"}}`, ',"__proto__":{"polluted":true},"dependencies":[{"ref":"__proto__","dependsOn":["constructor","1"]}]');
    const { packages } = read(text);
    expect(packages.map(({ name, version, dependencies }) => [name, version, dependencies.length])).toEqual([['constructor', '1', 1], ['x1', '1', 0]]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const xml = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" __proto__="x"><__proto__><polluted>1</polluted></__proto__><components><component type="library"><name>constructor</name><version>1</version><purl>pkg:npm/constructor@1</purl></component></components></bom>';
    expect(read(xml).packages.map(({ name }) => name)).toEqual(['constructor']);
  }); // prettier-ignore

  it('with purls that mean nothing: each is counted [189]', () => {
    const odd = ['pkg:', 'npm/x', 'pkg:npm/', `pkg:npm/${'x'.repeat(20_000)}`, 'javascript:alert(1)', 'pkg:toast/x@1'];
    const { packages, issues } = read(
      bom(odd.map((purl, at) => `{"type":"library","name":"n${at}","purl":${JSON.stringify(purl)}}`).join(',')),
    );
    expect(packages).toEqual([]);
    expect(issues.map(({ code, message }) => `${code} ${message.slice(0, 60)}`)).toEqual([
      'SBOM_PACKAGES_UNIDENTIFIED 5 components have no package URL that can be read: n0, n1, n',
      'SBOM_PACKAGES_UNIDENTIFIED 1 component has a package URL of type toast, which is not su',
      'SBOM_INCOMPLETE the CycloneDX 1.6 document does not say whether it lists eve',
    ]);
  });

  it('with values of wrong types', () => {
    const text = bom(`${component(1)},7,null,[],{"name":{}},{"name":"y","version":[],"purl":3,"licenses":"MIT","properties":{"a":1},"evidence":[]}`, ',"metadata":[],"dependencies":{"ref":1},"compositions":"x"');
    const { packages, issues } = read(text);
    expect(packages.map(({ name }) => name)).toEqual(['x1']);
    expect(issues.map(({ code }) => code)).toContain('SBOM_ENTRY_UNREADABLE');
  }); // prettier-ignore

  it('of a version that is newer than what is known, with a warning', () => {
    expect(read(bom(component(1)).replace('"1.6"', '"1.9"')).issues.map(({ code }) => code)).toEqual([
      'SBOM_VERSION_UNKNOWN',
      'SBOM_INCOMPLETE',
    ]);
  });

  it('in linear time: a long list of relationships about one package', () => {
    const lines = Array.from({ length: 200_000 }, () => 'Relationship: SPDXRef-a DEPENDS_ON SPDXRef-b').join('\n');
    const text = `SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\nPackageName: b\nSPDXID: SPDXRef-b\nExternalRef: PACKAGE-MANAGER purl pkg:npm/b@1\n${lines}\n`;
    expect(read(text).packages.map(({ dependencies }) => dependencies.length)).toEqual([1, 0]);
  });
});
