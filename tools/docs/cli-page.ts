import { exitCodeMeanings } from '../../src/model/exit-codes.ts';
import { type Command, type CommandOption } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { commonOptions } from '../../src/cli/words/common-options.ts';
import { usageLine } from '../../src/cli/help/help-text.ts';
import { formatOption } from '../../src/cli/words/option-format.ts';
import { code, page, table } from './markdown.ts';

export async function cliPage(): Promise<string> {
  const all = await Promise.all(commands.map(({ load }) => load()));
  return page(
    'Command line',
    'src/cli',
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
    ...Object.entries(exitCodeMeanings).map(([exitCode, { long }]) => [exitCode, long]),
    ['130, 143, 129', 'stopped by SIGINT, SIGTERM, SIGHUP'],
  ];
  return [
    '## Exit codes',
    table(['code', 'meaning'], rows),
    'Of several targets the first of these counts: a failed policy, 2, 3, 4. A target that fails does not stop the others.',
  ].join('\n\n');
}

function commandSection(command: Command): string[] {
  const own = command.options.filter(({ note, instead }) => note === undefined && instead === undefined);
  const foreign = describeForeign(command);
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
    ...(foreign.length === 0 ? [] : ['Flags of other tools:', table(['flag', 'here'], foreign)]),
    ...(command.examples.length === 0
      ? []
      : [['```sh', ...command.examples.map(({ line, does }) => `${line}   # ${does}`), '```'].join('\n')]),
  ];
}

/** Other names of own options, flags that are accepted with a note on standard error, and flags that are refused with what to do instead. */
function describeForeign({ options }: Command): readonly (readonly [string, string])[] {
  const flag = (option: Pick<CommandOption, 'name' | 'value'>): string =>
    code(option.name.length === 1 ? `-${option.name}${option.value === undefined ? '' : ` <${option.value}>`}` : formatOption(option));
  return options.flatMap((option): (readonly [string, string])[] => {
    const { name, value, note, instead, insteadIfFalse } = option;
    const named = value === undefined ? {} : { value };
    const aliases = (option.aliases ?? []).map(
      (alias) =>
        [flag({ ...named, name: alias.name }), [`the same as ${code(`--${name}`)}`, alias.note].filter(Boolean).join('; ')] as const,
    );
    if (instead !== undefined) return [...aliases, [flag(option), `not supported; ${instead}`]];
    const ifFalse = insteadIfFalse === undefined ? '' : `; ${code('=false')} is not supported; ${insteadIfFalse}`;
    return note === undefined ? aliases : [...aliases, [flag(option), `${note}${ifFalse}`]];
  });
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
