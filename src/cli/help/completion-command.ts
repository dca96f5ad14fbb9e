import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command } from '../command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completionCommand: Command = {
  name: 'completion',
  summary: 'print a completion script for a shell',
  arguments: [{ name: 'SHELL', meaning: 'bash, zsh or fish', completes: shells }],
  options: [],
  examples: [
    { line: 'source <(pratique completion bash)', does: 'enable completion in this shell; add the line to ~/.bashrc to keep it' },
    { line: 'pratique completion zsh > "${fpath[1]}/_pratique"', does: 'enable completion for zsh' },
    { line: 'pratique completion fish > ~/.config/fish/completions/pratique.fish', does: 'enable completion for fish' },
  ],
  run: async (input, { output, commands }) => {
    const [shell = ''] = input.arguments;
    if (!(shells as readonly string[]).includes(shell))
      throw new PratiqueError('USAGE', `there is no completion for ${JSON.stringify(shell.slice(0, 80))}`, {
        hint: `use one of ${shells.join(', ')}`,
      });
    const { completionScript } = await import('./completion-scripts.ts');
    const all = await Promise.all(commands.map(({ load }) => load()));
    await output.write([completionScript(shell, all)]);
    return 0;
  },
};
