import { type Command } from '../command.ts';
import { scanOptions } from './scan-options.ts';

export const scanCommand: Command = {
  name: 'scan',
  summary: 'scan images for known vulnerabilities',
  description: [
    'Reads each layer once, finds its packages, matches them against advisories, and names the layer and instruction behind each finding. Content that could not be scanned is listed and has its own exit code.',
    'TARGET is a reference, a path that is recognised by its content, - for an archive on standard input, or a scheme and its target: docker: podman: containerd: registry: docker-archive: oci-archive: oci-dir: rootfs: dir:. A reference is looked up in the local Docker daemon, then in Podman and containerd, then in its registry. Several targets are scanned one after another; one that fails does not stop the rest.',
    '--exit-code sets a gate: it fails on findings that --severity and --ignore-unfixed leave, and on findings known to be exploited (CISA KEV) whatever they leave out, unless --known-exploited says otherwise. Findings that no publisher rates are a warning where --severity leaves them out; see --unknown-severity.',
    'Exit codes: 0 passed; 1 or the number of --exit-code: the gate failed; 2 usage error; 3 a target could not be scanned; 4 completed with gaps. Of several targets: a failed gate, then 2, then 3, then 4.',
  ],
  arguments: [
    {
      name: 'TARGET',
      meaning: 'image reference, archive, OCI layout or directory',
      isOptional: true,
      unlessOption: 'input',
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: scanOptions,
  examples: [
    { line: 'pratique scan app:1', does: 'scan the image that was just built, or pull it' },
    { line: 'docker save app:1 | pratique scan -', does: 'scan what another program writes; nothing is stored on disk' },
    { line: 'pratique scan image.tar --severity CRITICAL,HIGH --exit-code 1', does: 'fail when there are findings of these severities' },
    { line: 'pratique scan oci-dir:build/image --output json=report.json', does: 'the table on the terminal, and the JSON in a file' },
    { line: 'pratique scan registry:ghcr.io/org/app:1 --platform all', does: 'every platform of an index' },
  ],
  run: async (input, context) => (await import('./run-scan.ts')).runScan(input, context),
};
