import { type Command } from '../command.ts';
import { placesOptions } from '../trust/migrate/places.ts';

export const trustMigrateCheckCommand: Command = {
  name: 'trust migrate check',
  summary: 'find what of Docker Content Trust is ignored, gone or about to go',
  description: [
    'DOCKER_CONTENT_TRUST does nothing with Docker 29 and later, and Notary services end: notary.docker.io on 2026-12-08, Azure Container Registry’s on 2028-03-31. Looks where an inventory looks and at the environment of this process; run it in a CI job to check what that job has.',
    'Ends with 1 when something does not do what it says, 4 when something could not be looked at.',
  ],
  arguments: [
    {
      name: 'PATH',
      meaning: 'files and folders; without one, the working directory and this machine',
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['table', 'json'], default: 'table' },
    {
      name: 'docker',
      value: 'PROGRAM',
      meaning: 'the docker program to ask for its version',
      default: 'docker on PATH',
      completes: 'file',
    },
    { name: 'docker-version', value: 'VERSION', meaning: 'take this for Docker’s version and ask no program' },
    { name: 'within', value: 'DAYS', meaning: 'end with 1 also for what ends within so many days', default: '0' },
    ...placesOptions,
  ],
  examples: [
    { line: 'pratique trust migrate check', does: 'this folder, this machine and this process' },
    {
      line: 'pratique trust migrate check . --docker-version 29.1 --within 30',
      does: 'whether a checkout survives the next Docker and the next month',
    },
  ],
  run: async (input, context) => (await import('../trust/migrate/check.ts')).runCheck(input, context),
};
