import { type Command } from '../command.ts';
import { withForeignOptions } from '../foreign-options.ts';
import { registryOptions } from '../registry-options.ts';
import { subjectOptions, trustOptions } from '../verify-options.ts';

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
  summary: 'tell what somebody attested about an image, and whether it says what is wanted',
  description: [
    'Looks for attestations beside the image, believes those that are signed by whom the options or the policy name and that are about this digest, and lists them. With --type there must be one of each type; with --assert it must say what is asserted.',
    'An assertion is PATH=VALUE (several by |), PATH!=VALUE, PATH<=NUMBER, PATH>=NUMBER, PATH~PATTERN over the whole text, or PATH for what must be there. PATH is a JSON pointer into the predicate, or names between dots; * is every element, and all of them must pass.',
    'Exit codes: 0 everything wanted is there; 1 not; 2 wrong use; 3 it could not be found out.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:FOLDER' }],
  options: withForeignOptions('verify-attestation', [
    { name: 'type', short: 't', value: 'TYPE', meaning: 'predicate that must be there: a name or a URI', isRepeatable: true },
    { name: 'assert', value: 'ASSERTION', meaning: 'what the predicate must say', isRepeatable: true },
    ...trustOptions.filter(({ name }) => taken.has(name)),
    ...subjectOptions,
    {
      name: 'platform',
      value: 'PLATFORM',
      meaning: 'os/architecture[/variant] of an index whose manifest is wanted',
      default: 'the index itself',
    },
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: 'form of the answer; json has the predicates',
      choices: ['text', 'json'],
      default: 'text',
    },
    ...registryOptions,
  ]),
  examples: [
    { line: 'pratique verify-attestation --key cosign.pub --type cyclonedx ghcr.io/org/app:1', does: 'there is an SBOM by this key' },
    {
      line: 'pratique verify-attestation --key cosign.pub --type provenance --assert runDetails.builder.id~https://github[.]com/org/.* ghcr.io/org/app:1',
      does: 'it was built by one of our workflows',
    },
    {
      line: "pratique verify-attestation --key cosign.pub --type pratique-report --assert 'reports.*.findings.*.severity!=critical' ghcr.io/org/app:1",
      does: 'nothing critical was found',
    },
  ],
  run: async (input, context) => (await import('../run-verify-attestation.ts')).runVerifyAttestation(input, context),
};
