import { type Command } from '../command.ts';

export const mcpCommand: Command = {
  name: 'mcp',
  summary: 'serve scans, plans and fixes to coding assistants (Model Context Protocol)',
  description: [
    'Speaks the Model Context Protocol over standard input and output, for assistants that start it as a local server. Tools: scan, explain_finding, plan, propose_fix, compare, recommend_base, layers, lint and verify.',
    'The server is read-only. With --allow-write FOLDER the tool apply_fix writes patches to a Dockerfile and manifests below that folder, and nowhere else.',
    'Results are structured, paged and bounded, with a short text. Text from an image is marked as data and has no control or invisible characters.',
  ],
  arguments: [],
  options: [
    { name: 'allow-write', value: 'FOLDER', meaning: 'let apply_fix change files below this folder', completes: 'directory' },
    { name: 'offline-scan', meaning: 'use no network in any tool' },
    { name: 'skip-db-update', meaning: 'download no advisories; use those on this machine' },
    { name: 'db', value: 'DIRECTORY', meaning: 'advisory database', completes: 'directory' },
    { name: 'advisories', value: 'DIRECTORY', meaning: 'OSV records of your own to match in addition', isRepeatable: true, completes: 'directory' },
  ],
  examples: [
    { line: 'pratique mcp', does: 'serve an assistant that started it' },
    { line: 'pratique mcp --offline-scan', does: 'the same without any network' },
    { line: 'pratique mcp --allow-write .', does: 'let the assistant patch files of the project' },
  ],
  run: async (input, context) => (await import('./run-mcp.ts')).runMcp(input, context),
}; // prettier-ignore
