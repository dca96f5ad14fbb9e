import { type Command } from '../command.ts';
import { clientOptions, withServer } from '../words/server-client.ts';

export const repoDisableCommand: Command = {
  name: 'repo disable',
  summary: 'have a server ignore a repository',
  description: ['Its images and results stay. Pushes are not scanned, and it is not watched.'],
  arguments: [{ name: 'REPOSITORY', meaning: 'registry and name, without a tag' }],
  options: clientOptions,
  examples: [{ line: 'pratique repo disable ghcr.io/acme/old', does: 'stop scanning it' }],
  run: async (input, { output }) => {
    const [repository = ''] = input.arguments;
    const { registry, name } = await withServer(input, (client, project) =>
      client.call('PUT /api/v1/repositories', { body: { repository, project, isEnabled: false, watch: null } }),
    );
    await output.write([`${registry}/${name} is disabled\n`]);
    return 0;
  },
};
