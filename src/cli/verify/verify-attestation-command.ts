import { type Command } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { registryOptions } from '../words/registry-options.ts';
import { subjectOptions, trustOptions } from './verify-options.ts';

const taken: ReadonlySet<string> = new Set([
  'key',
  'certificate-identity',
  'certificate-identity-pattern',
  'certificate-oidc-issuer',
  'certificate-oidc-issuer-pattern',
  'allow-any-identity',
  'config',
  'policy',
  'trusted-root',
  'require-transparency-log',
  'offline',
]);

export const verifyAttestationCommand: Command = {
  name: 'verify-attestation',
  summary: 'verify attestations against a policy',
  description: [
    'Lists the attestations of an image that are for its digest and signed by a trusted signer, named by the options or the policy. A type under attestations of the policy is held to its terms there. --type requires one of each type, otherwise each type that the policy names is required; --assert also requires its predicate to pass.',
    'An assertion is PATH=VALUE (several by |), PATH!=VALUE, PATH<=NUMBER, PATH>=NUMBER, PATH~PATTERN over the whole text, or PATH alone for a member that must exist. PATH is a JSON pointer into the predicate or a dotted path; * is every element: all of them must pass, and where there is none, only != and <= pass. Numbers are compared exactly.',
    'Exit codes: 0 verified; 1 an attestation is missing or refused; 2 usage error; 3 lookup failed.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:FOLDER', isImage: true }],
  options: withForeignOptions('verify-attestation', [
    { name: 'type', short: 't', value: 'TYPE', meaning: 'required predicate type: a name or a URI', isRepeatable: true },
    { name: 'assert', value: 'ASSERTION', meaning: 'assertion that the predicate must pass', isRepeatable: true },
    ...trustOptions.filter(({ name }) => taken.has(name)),
    ...subjectOptions,
    {
      name: 'platform',
      value: 'PLATFORM',
      meaning: 'platform of an index to verify, as os/architecture[/variant]',
      default: 'the index itself',
    },
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: 'output format; json includes the predicates',
      choices: ['text', 'json'],
      default: 'text',
    },
    ...registryOptions,
  ]),
  examples: [
    { line: 'pratique verify-attestation --key cosign.pub --type cyclonedx ghcr.io/org/app:1', does: 'require an SBOM signed by this key' },
    {
      line: 'pratique verify-attestation --key cosign.pub --type provenance --assert runDetails.builder.id~https://github[.]com/org/.* ghcr.io/org/app:1',
      does: 'require a build by one of our workflows',
    },
    {
      line: "pratique verify-attestation --key cosign.pub --type pratique-report --assert 'reports.*.findings.*.severity!=critical' ghcr.io/org/app:1",
      does: 'require a report without critical findings',
    },
  ],
  run: async (input, context) => (await import('./run-verify-attestation.ts')).runVerifyAttestation(input, context),
};
