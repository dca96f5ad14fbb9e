import { type Command } from '../command.ts';
import { registryOptions } from '../registry-options.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'find orphaned and broken signatures in a repository',
  description: [
    'Looks through the tags of a repository: signatures and lists of referrers whose image is gone, entries that point to nothing, artifacts that say they are about something else, that cannot be read or have lost their payload; and says what to do about each. Changes nothing.',
    'Referrers of an untagged image that is gone cannot be listed by a registry with the referrers API, and are not found.',
    'Exit codes: 0 nothing is wrong; 1 something is; 3 the repository could not be read; 4 nothing was found wrong, but there is more than was looked at.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'repository of a registry, such as ghcr.io/org/app, or an OCI layout' }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [{ line: 'pratique doctor ghcr.io/org/app', does: 'what is wrong with its signatures' }],
  run: async (input, context) => (await import('../run-doctor.ts')).runDoctor(input, context),
};
