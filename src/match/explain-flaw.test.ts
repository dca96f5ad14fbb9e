import { describe, expect, it } from 'vitest';
import { factsOf, makePackage, type FactSketch } from '../../test/support/match-fixtures.ts';
import { type Package } from '../model/package.ts';
import { explainFlaw, idsOfFlaw } from './explain-flaw.ts';

/** `package key advisory: outcome[, decides]; reasons`, one a record. */
function explain(packages: readonly Package[], sketches: readonly FactSketch[], id = 'CVE-2026-0001'): readonly string[] {
  const facts = factsOf(sketches);
  return explainFlaw(packages, facts, idsOfFlaw(facts.values(), id)).map(
    ({ found, key, candidate, outcome, reasons, isDeciding }) => `${found.name} ${key} ${candidate.advisory.id}: ${outcome}${isDeciding ? ', decides' : ''}; ${reasons.join('; ')}`,
  );
} // prettier-ignore

const curl = makePackage('debian@12/curl 7.88.1-10+deb12u4');

describe('explainFlaw', () => {
  it.each<[string, readonly Package[], readonly FactSketch[], readonly string[]]>([
    ['a record that decides and one that is outranked', [curl], [{ on: 'debian@12/curl', id: 'CVE-2026-0001', source: 'debian-tracker', fixed: '7.88.1-10+deb12u5' }, { on: 'debian@12/curl', id: 'DEBIAN-CVE-2026-0001', source: 'osv-debian', fixed: '' }], ['curl debian@12/curl CVE-2026-0001: affected, decides; 7.88.1-10+deb12u4 < 7.88.1-10+deb12u5 (fixed)', 'curl debian@12/curl DEBIAN-CVE-2026-0001: affected; every version is affected']],
    ['a version past the fix', [curl], [{ on: 'debian@12/curl', id: 'CVE-2026-0001', fixed: '7.88.1-10+deb12u4' }], ['curl debian@12/curl CVE-2026-0001: not-affected; 7.88.1-10+deb12u4 = 7.88.1-10+deb12u4 (fixed)']],
    ['what its publisher says', [curl], [{ on: 'debian@12/curl', id: 'CVE-2026-0001', status: 'not-affected' }, { on: 'debian@12/curl', id: 'DSA-1', covers: ['CVE-2026-0001'], status: 'under-investigation' }], ['curl debian@12/curl CVE-2026-0001: not-affected; its publisher says that it is not affected', 'curl debian@12/curl DSA-1: under-investigation; its publisher has not decided yet']],
    ['a version that cannot be compared', [makePackage('debian@12/curl a b')], [{ on: 'debian@12/curl', id: 'CVE-2026-0001', ranges: [{ introduced: '1.0', lastAffected: '2.0' }] }], ['curl debian@12/curl CVE-2026-0001: undecided; a b ? 1.0 (introduced): a b is not a valid deb version, a b ? 2.0 (last affected): a b is not a valid deb version']],
    ['versions that are listed', [makePackage('npm/event-stream 3.3.6')], [{ on: 'npm/event-stream', id: 'CVE-2026-0001', versions: ['3.3.6', '3.3.7'] }], ['event-stream npm/event-stream CVE-2026-0001: affected, decides; 3.3.6 is one of 2 listed versions']],
    ['a record about another stream, architecture and module', [makePackage('redhat@9/curl 7.76.1-14.el9', { architecture: 'x86_64' })], [{ on: 'redhat@9/curl', id: 'RHSA-1', covers: ['CVE-2026-0001'], fixed: '7.76.1-19.el9_2', stream: 'rhel_eus:9.2::baseos' }, { on: 'redhat@9/curl', id: 'RHSA-2', covers: ['CVE-2026-0001'], fixed: '7.76.1-20.el9', architectures: ['s390x'] }, { on: 'redhat@9/curl', id: 'RHSA-3', covers: ['CVE-2026-0001'], fixed: '7.76.1-20.module+el9', module: 'curl:7' }], ['curl redhat@9/curl RHSA-1: other-build; for the stream rhel_eus:9.2::baseos', 'curl redhat@9/curl RHSA-2: other-build; for s390x; installed for x86_64', 'curl redhat@9/curl RHSA-3: other-build; for module curl:7; installed from no module']],
    ['nothing for a package that no record is about', [makePackage('debian@12/zlib 1.0')], [{ on: 'debian@12/curl', id: 'CVE-2026-0001', fixed: '1' }], []],
  ])('lists %s', (_name, packages, facts, expected) => {
    expect(explain(packages, facts)).toEqual(expected);
  }); // prettier-ignore

  it('finds a flaw by an alias that no finding is named by', () => {
    const facts: readonly FactSketch[] = [{ on: 'npm/lodash', id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], fixed: '4.17.21' }];
    const expected = ['lodash npm/lodash GHSA-35jh-r3h4-6jhm: affected, decides; 4.17.20 < 4.17.21 (fixed)'];
    for (const id of ['GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337'])
      expect(explain([makePackage('npm/lodash 4.17.20')], facts, id)).toEqual(expected);
  });
});
