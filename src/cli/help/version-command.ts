import { type Command } from '../command.ts';

export const versionCommand: Command = {
  name: 'version',
  summary: 'show the version',
  arguments: [],
  options: [],
  examples: [{ line: 'pratique version', does: 'the same as pratique --version' }],
  run: async (_input, { output, toolVersion }) => {
    await output.write([`${toolVersion}\n`]);
    return 0;
  },
};
