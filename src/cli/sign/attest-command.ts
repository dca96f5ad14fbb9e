import { type Command } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { signingOptions } from './signing-options.ts';

export const attestCommand: Command = {
  name: 'attest',
  summary: 'attach a signed attestation to an image',
  description: [
    'Makes an in-toto statement from a predicate file and the digest that IMAGE points to now, signs it as pratique sign does, and stores it in the image’s repository. The predicate is checked against its type first, and is signed unchanged.',
    'TYPE is cyclonedx, spdx (JSON), provenance (SLSA v1), provenance-v0.2, vulnerabilities (cosign’s vuln v1), pratique-report, vex (OpenVEX), test-result, link, custom (any text), another name that cosign uses for one of these, or a URI. A report of pratique scan --format json can be attested as pratique-report, or as vulnerabilities in cosign’s format.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: withForeignOptions('attest', [
    { name: 'type', short: 't', value: 'TYPE', meaning: 'predicate type: a name or a URI' },
    { name: 'predicate', value: 'FILE', meaning: 'file with the predicate, in JSON', completes: 'file' },
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: 'sigstore bundle (cosign 3), classic envelope (cosign 1 and 2, most admission controllers), or both',
      choices: ['bundle', 'envelope', 'both'],
      default: 'bundle',
    },
    ...signingOptions,
  ]),
  examples: [
    { line: 'pratique attest --type cyclonedx --predicate bom.json --key cosign.key ghcr.io/org/app:1', does: 'attest an SBOM with a key' },
    {
      line: 'pratique attest --type vulnerabilities --predicate report.json --yes ghcr.io/org/app:1',
      does: 'attest a scan report by identity',
    },
  ],
  run: async (input, context) => (await import('./run-attest.ts')).runAttest(input, context),
};
