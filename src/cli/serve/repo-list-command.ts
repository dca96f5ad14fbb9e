import { type Command } from '../command.ts';
import { clientOptions, withServer } from '../words/server-client.ts';

export const repoListCommand: Command = {
  name: 'repo list',
  summary: 'list the repositories that a server knows',
  arguments: [],
  options: clientOptions,
  examples: [
    { line: 'pratique repo list --server http://127.0.0.1:8080', does: 'show repositories, and whether their pushes are scanned' },
  ],
  run: async (input, { output }) => {
    const lines = await withServer(input, async (client, project) => {
      const found: string[] = [];
      for await (const { registry, name, isEnabled, watch, tags } of client.items('GET /api/v1/repositories', {
        query: { project, limit: 500 },
      })) {
        const watched = watch === undefined ? '' : `, watched (${watch.tags})`;
        found.push(`${registry}/${name}  ${isEnabled ? 'enabled' : 'disabled'}${watched}, ${tags === 1 ? '1 tag' : `${tags} tags`}\n`);
      }
      return found;
    });
    await output.write(lines);
    if (lines.length === 0) output.note('pratique: the server knows no repository of this project yet');
    return 0;
  },
};
