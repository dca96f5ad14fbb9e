import { type Command } from '../../command.ts';
import { placesOptions } from './places.ts';

export const trustMigrateCheckCommand: Command = {
  name: 'trust migrate check',
  summary: 'find uses of Docker Content Trust that are broken or will break',
  description: [
    'Docker 29 and later ignores DOCKER_CONTENT_TRUST, and Notary services shut down: notary.docker.io on 2026-12-08, Azure Container Registry on 2028-03-31. Reads what trust migrate inventory reads, and the environment of this process; run it in a CI job to check that job.',
    'Exit codes: 1 something is broken, or ends within --within days; 4 something could not be read.',
  ],
  arguments: [
    {
      name: 'PATH',
      meaning: 'files and folders (default: the working directory and this machine)',
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json', 'markdown'], default: 'table' },
    {
      name: 'docker',
      value: 'PROGRAM',
      meaning: 'docker program whose version counts',
      default: 'docker on PATH',
      completes: 'file',
    },
    { name: 'docker-version', value: 'VERSION', meaning: 'assume this version of Docker' },
    { name: 'within', value: 'DAYS', meaning: 'also exit with 1 for what ends within this many days', default: '0' },
    ...placesOptions,
  ],
  examples: [
    { line: 'pratique trust migrate check', does: 'check the working directory, this machine and this process' },
    {
      line: 'pratique trust migrate check . --docker-version 29.1 --within 30',
      does: 'check a repository against Docker 29.1 and the next 30 days',
    },
  ],
  run: async (input, context) => (await import('./check.ts')).runCheck(input, context),
};
