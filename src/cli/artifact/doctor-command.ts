import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'find orphaned and broken signatures, and check trust metadata',
  description: [
    'Checks a repository for signatures and referrer lists whose image does not exist, entries that point to nothing, artifacts that name another subject, were signed for another image, are unreadable or have lost their payload, and leftovers of "cosign copy". Prints what to do about each problem and changes nothing.',
    'Trust metadata in the repository (the tag pratique-trust) is verified; reported are its root key ID, when each role expires, and what is missing, invalid, expired or about to expire.',
    'Trust metadata of another repository is checked as a copy: whether the trust policy records it (copies), whether this machine has seen newer ones at the source, and whether the tags point to the images that it signs.',
    'A registry with the referrers API cannot list the referrers of an untagged image that does not exist, so those are not found.',
    'Exit codes: 0 no problem (warnings are allowed); 1 a problem was found; 3 the repository could not be read; 4 no problem found, but not everything was read.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'repository of a registry, such as ghcr.io/org/app, or an OCI layout' }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [{ line: 'pratique doctor ghcr.io/org/app', does: 'check the signatures of a repository' }],
  run: async (input, context) => (await import('./run-doctor.ts')).runDoctor(input, context),
};
