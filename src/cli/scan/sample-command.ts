import { type Command } from '../command.ts';
import { scanOptions } from './scan-options.ts';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'scan a deliberately vulnerable sample image',
  description: [
    'Writes a small image archive to the cache directory and scans it. The image has outdated Debian and npm packages, a secret that a later layer deletes, and runs as root. It contains no code that can run. No advisories are downloaded for it.',
  ],
  arguments: [],
  options: scanOptions,
  examples: [{ line: 'pratique sample --format json', does: 'print an example of the JSON report' }],
  run: async (input, context) => {
    const { writeSampleImage } = await import('./sample/write-sample-image.ts');
    const path = writeSampleImage(context.cacheDirectory);
    context.output.note(`pratique: the sample image is ${path}`);
    return (await import('./run-scan.ts')).runScan(
      { arguments: [path], options: new Map([...input.options, ['skip-db-update', ['']]]) },
      context,
    );
  },
};
