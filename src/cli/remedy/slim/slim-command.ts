import { type Command } from '../../command.ts';
import { targetArgument } from '../../scan/target-argument.ts';
import { viewOptions } from '../../scan/view-options.ts';

export const slimCommand: Command = {
  name: 'slim',
  summary: 'show what an image can do without, and build it without that',
  description: [
    'Lists what can go, with its bytes, its findings and the instruction that brought it: caches of package managers, documentation and translations. Licences and the translations of LANG stay. Build tools, package managers and packages of npm, PyPI and RubyGems go only where the entrypoint does not reach them; otherwise they are listed and stay.',
    '--format dockerfile writes a Dockerfile of two stages: the first removes, the second copies what is left into one layer and repeats the configuration.',
    '--build makes the image with buildah: one layer without these files, with the same configuration, under --tag. It runs --check in a container of the new image, scans it, and prints size and findings before and after. If the check fails, the new image is removed. The input image is never changed.',
    'Exit codes: 0 done; 2 usage error; 3 the image could not be scanned or built, or the check failed; 4 a layer could not be read.',
  ],
  arguments: [targetArgument('image reference, archive or OCI layout')],
  options: [
    { name: 'build', meaning: 'build the slimmer image with buildah' },
    { name: 'tag', value: 'NAME', meaning: 'name of the image that --build makes' },
    { name: 'check', value: 'COMMAND', meaning: 'command to run in the new image; it must succeed. Words are split at blanks, no shell runs' },
    { name: 'keep', value: 'GLOB', meaning: 'paths that stay, such as /usr/share/doc/app/**', isRepeatable: true },
    ...viewOptions('table', 'dockerfile', 'json'),
  ],
  examples: [
    { line: 'pratique slim app:1', does: 'show what can go' },
    { line: 'pratique slim app:1 --format dockerfile -o Dockerfile.slim', does: 'write a Dockerfile that makes it' },
    { line: 'pratique slim app:1 --build --tag app:1-slim --check "node --version"', does: 'build it, run a check in it, and scan it' },
  ],
  run: async (input, context) => (await import('./run-slim.ts')).runSlim(input, context),
}; // prettier-ignore
