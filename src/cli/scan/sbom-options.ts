import { type CommandOption } from '../command.ts';
import { acceptedOptions, imageOptions } from './scan-options.ts';

export const sbomOptions: readonly CommandOption[] = [
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    meaning: 'format of the SBOM, such as cyclonedx, spdx-json@2.3 or syft-json',
    default: 'cyclonedx, or what the extension of --output FILE says',
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT=]FILE',
    meaning: 'write the SBOM to FILE; with FORMAT=, write it there too',
    isRepeatable: true,
    completes: 'file',
  },
  {
    name: 'allow-incomplete',
    value: 'KINDS',
    isValueOptional: true,
    isRepeatable: true,
    meaning: 'exit 0 instead of 4 if parts could not be scanned; with =KINDS only for these kinds of content or issue codes',
  },
  { name: 'verify-diff-ids', meaning: 'also verify each layer against its diffID in the image configuration (slower)' },
  { name: 'no-cache', meaning: 'do not use the cache of layer indexes' },
  ...imageOptions,
  ...acceptedOptions,
];
