import { type Command, type CommandOption } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { commonOptions } from '../../src/cli/common-options.ts';
import { usageLine } from '../../src/cli/help-text.ts';
import { formatOption } from '../../src/cli/option-format.ts';
import { code, page, table } from './markdown.ts';

export async function cliPage(): Promise<string> {
  const all = await Promise.all(commands.map(({ load }) => load()));
  return page(
    'Command line',
    'src/cli/commands',
    table(
      ['command', 'does'],
      all.map(({ name, summary }) => [`[${name}](#pratique-${name.replaceAll(' ', '-')})`, summary]),
    ),
    '`pratique TARGET` is `pratique scan TARGET`. Nothing but results goes to standard output; progress, notes and warnings go to standard error.',
    exitCodes(),
    '## Options for every command',
    optionTable(commonOptions),
    ...all.flatMap(commandSection),
  );
}

function exitCodes(): string {
  const rows = [
    ['0', 'done; no gate was asked for, or the gate passed'],
    ['1', 'a gate failed; `--exit-code N` gives N'],
    ['2', 'wrong use: flags, references, settings'],
    ['3', 'the work could not be done: no such image, refused, damaged beyond reading'],
    ['4', 'done, but an issue of severity error kept part of it from being looked at; `--allow-incomplete` accepts it'],
    ['130, 143, 129', 'stopped by SIGINT, SIGTERM, SIGHUP'],
  ];
  return [
    '## Exit codes',
    table(['code', 'meaning'], rows),
    'Of several targets the first of these counts: a failed gate, 2, 3, 4. A target that fails does not keep the others from being scanned and reported.',
  ].join('\n\n');
}

function commandSection(command: Command): string[] {
  const own = command.options.filter(({ note }) => note === undefined);
  const accepted = command.options.filter(({ note }) => note !== undefined);
  return [
    `## pratique ${command.name}`,
    `${code(usageLine(command))}: ${command.summary}.`,
    ...(command.description ?? []),
    ...(command.arguments.length === 0
      ? []
      : [
          table(
            ['argument', 'meaning'],
            command.arguments.map(({ name, meaning }) => [code(name), meaning]),
          ),
        ]),
    ...(own.length === 0 ? [] : [optionTable(own)]),
    ...(accepted.length === 0
      ? []
      : [
          'Accepted from other scanners, with a note on standard error:',
          table(
            ['option', 'note'],
            accepted.map((option) => [code(formatOption(option)), option.note ?? '']),
          ),
        ]),
    ...(command.examples.length === 0
      ? []
      : [['```sh', ...command.examples.map(({ line, does }) => `${line}   # ${does}`), '```'].join('\n')]),
  ];
}

function optionTable(options: readonly CommandOption[]): string {
  return table(
    ['option', 'meaning', 'default'],
    options.map((option) => [
      code(formatOption(option)),
      `${option.meaning}${option.choices === undefined ? '' : `: ${option.choices.join(', ')}`}${option.isRepeatable === true ? '; may be repeated' : ''}`,
      option.default ?? '',
    ]),
  );
}
