import { type Command } from '../command.ts';
import { scanOptions } from '../scan-options.ts';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'build a small image that is wrong in many ways, and scan it',
  description: [
    'Writes a docker-archive of a few layers into the cache directory: old Debian and npm packages, a secret that a later layer deletes, and root as its user. Nothing in it can run. Then scans it as scan does.',
  ],
  arguments: [],
  options: scanOptions,
  examples: [{ line: 'pratique sample --format json', does: 'see what a report holds' }],
  run: async (input, context) => {
    const { writeSampleImage } = await import('../sample/write-sample-image.ts');
    const path = writeSampleImage(context.cacheDirectory);
    context.output.note(`pratique: the sample image is ${path}`);
    return (await import('../run-scan.ts')).runScan({ ...input, arguments: [path] }, context);
  },
};
