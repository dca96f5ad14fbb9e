import { type Command } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { signingOptions } from './signing-options.ts';

export const attestCommand: Command = {
  name: 'attest',
  summary: 'attach a signed attestation to an image',
  description: [
    'Makes an in-toto statement about the digest that IMAGE has now from a predicate in a file, signs it as pratique sign does, and stores it beside the image. The predicate is checked against the shape of its type before it is signed, and is signed as it is written.',
    'TYPE is cyclonedx, spdx (JSON), provenance (SLSA v1), provenance-v0.2, vulnerabilities (cosign’s vuln v1), pratique-report, vex (OpenVEX), test-result, link, custom (any text), any other name that cosign has for these, or a URI. A report of pratique scan --format json is taken for pratique-report as it is, and for vulnerabilities as cosign has it.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]' }],
  options: withForeignOptions('attest', [
    { name: 'type', short: 't', value: 'TYPE', meaning: 'type of the predicate: a name or a URI' },
    { name: 'predicate', value: 'FILE', meaning: 'the predicate, in JSON', completes: 'file' },
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
    { line: 'pratique attest --type cyclonedx --predicate bom.json --key cosign.key ghcr.io/org/app:1', does: 'an SBOM, with a key' },
    {
      line: 'pratique attest --type vulnerabilities --predicate report.json --yes ghcr.io/org/app:1',
      does: 'what a scan found, by identity',
    },
  ],
  run: async (input, context) => (await import('./run-attest.ts')).runAttest(input, context),
};
