import { type PredicateAssertion, type ValueType } from './predicate-assertion.ts';

/** What cosign attests when no type is named. */
export const customPredicateType = 'https://cosign.sigstore.dev/attestation/v1';

/** A predicate type whose required members are known. */
export interface PredicateKind {
  /** Short names: ours first, then cosign's. */
  readonly names: readonly [string, ...string[]];
  /** `predicateType` of the statement. */
  readonly type: string;
  /** The specification that requires them. */
  readonly specification: string;
  /** Members that a predicate must have before it is signed. */
  readonly shape: readonly PredicateAssertion[];
}

/** in-toto/attestation, spec/predicates, and the specifications named in each row. */
export const predicateKinds: readonly PredicateKind[] = [
  {
    names: ['cyclonedx'],
    type: 'https://cyclonedx.org/bom',
    specification: 'CycloneDX 1.6, JSON schema',
    shape: [equals('bomFormat', 'CycloneDX'), is('specVersion', 'text')],
  },
  {
    names: ['spdx', 'spdxjson'],
    type: 'https://spdx.dev/Document',
    specification: 'SPDX 2.3, JSON schema',
    shape: [is('spdxVersion', 'text'), equals('SPDXID', 'SPDXRef-DOCUMENT'), is('creationInfo', 'object')],
  },
  {
    names: ['provenance', 'slsaprovenance1'],
    type: 'https://slsa.dev/provenance/v1',
    specification: 'SLSA 1.0, provenance, schema',
    shape: [
      is('buildDefinition.buildType', 'text'),
      is('buildDefinition.externalParameters', 'object'),
      is('runDetails.builder.id', 'text'),
    ],
  },
  {
    names: ['provenance-v0.2', 'slsaprovenance02', 'slsaprovenance'],
    type: 'https://slsa.dev/provenance/v0.2',
    specification: 'SLSA 0.1, provenance 0.2, schema',
    shape: [is('builder.id', 'text'), is('buildType', 'text')],
  },
  {
    names: ['vulnerabilities', 'vuln'],
    type: 'https://cosign.sigstore.dev/attestation/vuln/v1',
    specification: 'cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md',
    shape: [
      is('scanner.uri', 'text'),
      is('scanner.version', 'text'),
      is('scanner.result', 'object'),
      is('metadata.scanStartedOn', 'time'),
      is('metadata.scanFinishedOn', 'time'),
    ],
  },
  {
    names: ['pratique-report'],
    type: 'urn:pratique:report:1',
    specification: 'docs/reference/report.schema.json',
    shape: [equals('schemaVersion', 1), equals('tool.name', 'pratique'), is('reports', 'list'), is('reports.*.startedAt', 'time')],
  },
  {
    names: ['vex', 'openvex'],
    type: 'https://openvex.dev/ns',
    specification: 'OpenVEX 0.2.0',
    shape: [
      is('@context', 'text'),
      is('author', 'text'),
      is('timestamp', 'time'),
      is('statements', 'list'),
      is('statements.*.status', 'text'),
    ],
  },
  {
    names: ['link'],
    type: 'https://in-toto.io/Link/v1',
    specification: 'in-toto 1.0, section 4.4',
    shape: [
      is('name', 'text'),
      is('command', 'list'),
      is('materials', 'object'),
      is('products', 'object'),
      is('byproducts', 'object'),
      is('environment', 'object'),
    ],
  },
  {
    names: ['custom'],
    type: customPredicateType,
    specification: 'cosign, pkg/cosign/attestation: any text as Data, with a Timestamp',
    shape: [is('Data', 'text'), is('Timestamp', 'time')],
  },
  {
    names: ['test-result'],
    type: 'https://in-toto.io/attestation/test-result/v0.1',
    specification: 'in-toto/attestation, spec/predicates/test-result.md',
    shape: [
      { path: ['result'], test: { kind: 'oneOf', values: ['PASSED', 'WARNED', 'FAILED'] } },
      is('configuration', 'list'),
      is('configuration.*', 'object'),
    ],
  },
];

/** Finds a kind by one of its names or its type. */
export function findPredicateKind(nameOrType: string): PredicateKind | undefined {
  return predicateKinds.find(({ names, type }) => type === nameOrType || names.includes(nameOrType));
}

function equals(path: string, value: string | number): PredicateAssertion {
  return { path: path.split('.'), test: { kind: 'equals', value } };
}

function is(path: string, type: ValueType): PredicateAssertion {
  return { path: path.split('.'), test: { kind: 'is', type } };
}
