import { hasOption, optionValue, type Command } from '../command.ts';
import { clientOptions, withServer } from '../words/server-client.ts';

export const repoEnableCommand: Command = {
  name: 'repo enable',
  summary: 'have a server scan what is pushed to a repository',
  description: ['With --watch the server looks for new tags itself, every 5 minutes, for registries that do not notify it.'],
  arguments: [{ name: 'REPOSITORY', meaning: 'registry and name, without a tag: ghcr.io/acme/app' }],
  options: [
    ...clientOptions,
    { name: 'watch', meaning: 'look for new tags every 5 minutes' },
    { name: 'tags', value: 'PATTERN', meaning: 'with --watch, only tags that match; * stands for any characters', default: '*' },
  ],
  examples: [{ line: 'pratique repo enable ghcr.io/acme/app --watch --tags "v*"', does: 'scan every tag that begins with v' }],
  run: async (input, { output }) => {
    const [repository = ''] = input.arguments;
    const watch = hasOption(input, 'watch') ? { watch: { tags: optionValue(input, 'tags') ?? '*' } } : {};
    const { registry, name } = await withServer(input, (client, project) =>
      client.call('PUT /api/v1/repositories', { body: { repository, project, isEnabled: true, ...watch } }),
    );
    await output.write([`${registry}/${name} is enabled${hasOption(input, 'watch') ? ' and watched' : ''}\n`]);
    return 0;
  },
};
