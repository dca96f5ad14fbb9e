import { purlStrictnesses } from '../../policy/suppression/purl-strictness.ts';
import { type CommandOption } from '../command.ts';

/** What does not count. */
export const suppressionOptions: readonly CommandOption[] = [
  {
    name: 'ignorefile',
    value: 'FILE',
    meaning: 'suppress findings listed in this ignore file: .trivyignore, .grype.yaml, .snyk and others',
    default: 'known ignore files in the working directory',
    isRepeatable: true,
    completes: 'file',
  },
  {
    name: 'policy-bundle',
    value: 'FILE',
    meaning: 'judge images by an Anchore policy bundle: its rules, allow lists, mappings and lists of images',
    isRepeatable: true,
    completes: 'file',
  },
  { name: 'no-ignorefile', meaning: 'do not read ignore files from the working directory' },
  {
    name: 'whitelist',
    short: 'w',
    value: 'FILE',
    meaning: 'suppress findings listed in a clair-scanner whitelist',
    isRepeatable: true,
    completes: 'file',
  },
  {
    name: 'vex',
    value: 'SOURCE',
    meaning:
      'follow VEX documents (OpenVEX, CSAF, CycloneDX): a file, a directory, an https URL, or oci for attestations of the image that a trusted signer signed',
    isRepeatable: true,
    completes: 'file',
    aliases: [{ name: 'vex-location' }],
  },
  {
    name: 'vex-match',
    value: 'STRICTNESS',
    meaning: 'how alike the package URL of a VEX statement and a package must be',
    choices: purlStrictnesses,
    default: 'standard',
  },
  { name: 'show-suppressed', meaning: 'list suppressed findings in the table' },
];
