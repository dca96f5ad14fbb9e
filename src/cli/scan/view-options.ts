import { type CommandOption } from '../command.ts';
import { advisoryOptions, imageOptions } from './scan-options.ts';

/** Where a view of a scanned image goes, in formats of its own, and how the image is scanned. */
export function viewOptions(...formats: readonly [string, ...string[]]): readonly CommandOption[] {
  return [
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: `output format: ${formats.join(', ')}`,
      default: `${formats[0]}, or what the extension of --output FILE says`,
    },
    {
      name: 'output',
      short: 'o',
      value: '[FORMAT=]FILE',
      meaning: 'write to FILE; with FORMAT=, write it there too',
      isRepeatable: true,
      completes: 'file',
    },
    ...advisoryOptions,
    ...imageOptions,
  ];
}
