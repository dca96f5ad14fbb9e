import { type Command } from '../command.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';
import { builderNames } from './prove/builder.ts';

export const fixCommand: Command = {
  name: 'fix',
  summary: 'plan fixes, and write them as a patch of the Dockerfile and the manifests',
  description: [
    'Scans an image, plans what removes most findings, and prints the plan and a unified diff: a RUN that upgrades packages of the distribution, FROM with the digest that its tag has now, and versions and overrides in manifests of the project. Formatting and comments stay. Nothing is written without --apply.',
    'The Dockerfile has to fit the image: every instruction that makes a layer is compared with the image’s history. If one differs, it is named and the Dockerfile is not patched. Without TARGET only FROM lines are looked at.',
    '--prove builds the patched Dockerfile with buildah or docker, without a cache, scans the result and prints the findings before and after, those that were predicted to go, and why others stayed. It builds from a copy of the context if manifests change.',
    'Exit codes: 0 done; 2 usage error; 3 the Dockerfile does not fit, or the image could not be scanned or built; 4 the scan has gaps, or the proof found less than was predicted.',
  ],
  arguments: [{ ...targetArgument('image reference, archive or OCI layout'), unlessOptions: ['dockerfile'] }],
  options: [
    { name: 'dockerfile', value: 'FILE', meaning: 'Dockerfile that the image was built from', completes: 'file' },
    { name: 'target', value: 'STAGE', meaning: 'stage of the Dockerfile that was built', default: 'the last one that fits' },
    { name: 'lock', value: 'DIRECTORY', meaning: 'folder of the project’s manifests: package.json, requirements.txt, go.mod, pom.xml, Cargo.toml, Gemfile, composer.json, *.csproj', isRepeatable: true, completes: 'directory' },
    { name: 'no-major', meaning: 'leave out upgrades to another major version' },
    { name: 'no-pin', meaning: 'do not ask registries for the digests of FROM' },
    { name: 'accept-until', value: 'DATE', meaning: 'plan to accept until this day what has no fix' },
    { name: 'apply', meaning: 'write the changes to the files' },
    { name: 'prove', meaning: 'build the patched Dockerfile, scan the image and compare' },
    { name: 'context', value: 'DIRECTORY', meaning: 'build context for --prove', default: 'the folder of the Dockerfile', completes: 'directory' },
    { name: 'builder', value: 'NAME', meaning: 'builder for --prove', default: 'the first that is installed', choices: builderNames },
    ...viewOptions('table', 'json'),
  ],
  examples: [
    { line: 'pratique fix app:1', does: 'show the plan with its commands' },
    { line: 'pratique fix app:1 --dockerfile Dockerfile', does: 'show the plan as a patch of the Dockerfile' },
    { line: 'pratique fix app:1 --dockerfile Dockerfile --lock . --prove', does: 'patch the manifests too, build, rescan and compare' },
    { line: 'pratique fix app:1 --dockerfile Dockerfile --apply', does: 'write the changes' },
    { line: 'pratique fix --dockerfile Dockerfile', does: 'pin the images of FROM to the digests of their tags' },
  ],
  run: async (input, context) => (await import('./run-fix.ts')).runFix(input, context),
}; // prettier-ignore
