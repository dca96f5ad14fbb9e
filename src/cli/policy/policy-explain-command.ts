import { type Command } from '../command.ts';
import { scanOptions } from '../scan/scan-options.ts';

export const policyExplainCommand: Command = {
  name: 'policy explain',
  summary: 'show which line of a policy decided about which finding',
  description: [
    'Scans TARGET and lists every statement of the policy and of the gate options with its file and line, whether it is met, and the findings that violate it; then the findings that are suppressed, with the line that did it. Exits 0 whatever the policy decides.',
  ],
  arguments: [{ name: 'TARGET', meaning: 'image reference, archive, OCI layout, directory or SBOM', isImage: true, completes: 'file' }],
  options: scanOptions,
  examples: [
    { line: 'pratique policy explain app:1 --severity CRITICAL --exit-code 1', does: 'explain what a gate and the policy decide' },
  ],
  run: async (input, context) => (await import('./run-policy-explain.ts')).runPolicyExplain(input, context),
};
