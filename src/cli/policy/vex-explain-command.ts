import { type Command } from '../command.ts';
import { scanOptions } from '../scan/scan-options.ts';

export const vexExplainCommand: Command = {
  name: 'vex explain',
  summary: 'show why VEX statements do or do not apply to a finding',
  description: [
    'Scans TARGET and lists every statement about ID in the documents that --vex names: whether it applies, when it was made, and otherwise the first part that differs. The newest statement that applies counts.',
  ],
  arguments: [
    { name: 'ID', meaning: 'CVE or another id of the flaw' },
    { name: 'TARGET', meaning: 'image reference, archive, OCI layout, directory or SBOM', isImage: true, completes: 'file' },
  ],
  options: scanOptions,
  examples: [{ line: 'pratique vex explain CVE-2019-10744 app:1 --vex vex/', does: 'say which statement applies to the CVE in an image' }],
  run: async (input, context) => (await import('./run-vex-explain.ts')).runVexExplain(input, context),
};
