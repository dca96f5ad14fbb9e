import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** What a reader of a guide does, in its order: types a command and compares, or saves a file. */
export type GuideStep =
  | {
      readonly kind: 'command';
      readonly command: string;
      /** Lines as the guide shows them; `…` stands for any text, and on its own line for any number of lines. */
      readonly shown: readonly string[];
    }
  /** A block whose language is followed by a file name. */
  | { readonly kind: 'file'; readonly name: string; readonly content: string };

/** The steps of the `console` blocks and named files of a page in docs/guide. */
export function readGuide(page: string): readonly GuideStep[] {
  const guide = readFileSync(join(projectRoot, 'docs/guide', page), 'utf8');
  return [...guide.matchAll(/```(\w+)(?: (\S+))?\n([^]*?)```/g)].flatMap(([, language, name, block = '']): GuideStep[] => {
    if (name !== undefined) return [{ kind: 'file', name, content: block }];
    return language === 'console' ? readCommands(block) : [];
  });
}

function readCommands(block: string): GuideStep[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...shown] = text.trimEnd().split('\n');
      return { kind: 'command', command, shown };
    });
}

/** `undefined` when the output is what the guide shows, otherwise both. `replace` puts real names in the place of those in the guide. */
export function compareWithGuide(shown: readonly string[], output: string, replace: (text: string) => string): string | undefined {
  if (shown.length === 0) return undefined;
  // Columns are as wide as the name of the registry.
  const normal = (text: string): string => text.replaceAll(/ +/g, ' ').trim();
  const pattern = shown.map((line) => (line === '…' ? '(?:.*\n)*?' : `${escape(normal(replace(line))).replaceAll('…', '.+?')}\n`)).join('');
  const lines = output.trimEnd().split('\n').map(normal);
  return new RegExp(`^${pattern}$`).test(`${lines.join('\n')}\n`)
    ? undefined
    : `the guide shows:\n${shown.join('\n')}\nand the output is:\n${output}`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
