import { exitCodeMeanings } from '../../model/exit-codes.ts';
import { type Command, type CommandEntry, type CommandOption } from '../command.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { commonOptions } from '../words/common-options.ts';
import { helpTopics } from './help-topics.ts';
import { formatArgument, formatOption } from '../words/option-format.ts';

/** Families of commands that the first page of help shows as one line each. */
const commandGroups: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'trust', summary: 'manage keys and signatures of Docker Content Trust, and migrate from it: pratique help trust' },
];

/** The first page: every command. */
export function programHelp(commands: readonly CommandEntry[], width: number): string {
  const rows = firstPageRows(commands);
  return [
    'Scan container images, check Dockerfiles and hosts, sign images and verify them.',
    '',
    'Usage: pratique <COMMAND> …',
    '       pratique <TARGET>          same as pratique scan <TARGET>',
    '',
    'Commands:',
    ...formatRows(rows, width),
    '',
    ...wrap(
      'TARGET is a reference (alpine:3.20, ghcr.io/org/app@sha256:…), a path (archive, OCI layout, directory), - for an archive on standard input, or a scheme and its target: docker: podman: containerd: registry: docker-archive: oci-archive: oci-dir: rootfs: dir:',
      width,
    ),
    '',
    'First run: a scan downloads the advisories it needs; pratique help advisory-database',
    'Help:      pratique help COMMAND, pratique help topics, pratique help CODE',
    '',
    'Options for every command:',
    ...formatRows(commonOptions.map(describeOption), width),
    '',
    ...wrap(
      `Exit codes: ${Object.entries(exitCodeMeanings)
        .map(([code, { short }]) => `${code} ${short}`)
        .join(' · ')}`,
      width,
    ),
    '',
  ].join('\n');
}

/** The pages of the documentation, and how codes are explained. */
export function topicsHelp(width: number): string {
  return [
    'Pages of the documentation: pratique help TOPIC',
    '',
    ...formatRows(
      helpTopics.map(({ name, summary }) => [name, summary] as const),
      width,
    ),
    '',
    ...wrap('A code of a report or an error: pratique help CODE, such as pratique help LAYER_TRUNCATED', width),
    '',
  ].join('\n');
}

/** What holds for every command of a group. */
const groupNotes: Readonly<Record<string, readonly string[]>> = {
  trust: [
    'With --server registry, trust metadata is stored in the image’s own repository, and no Notary server is needed.',
    'Exit codes: 0 done; 1 refused: trust data or a signature was checked and is not trusted; 2 usage error; 3 failed, such as for want of a key or a connection; 4 done in part. trust migrate check exits with 1 where something is broken.',
  ],
};

/** The commands of a group such as `trust` or `trust key`; `undefined` for a word that is no group. */
export function groupHelp(name: string, commands: readonly CommandEntry[], width: number): string | undefined {
  const verbs = commands.filter((each) => each.name.startsWith(`${name} `));
  if (verbs.length === 0) return undefined;
  const summary = commandGroups.find((group) => group.name === name)?.summary.split(': pratique help')[0];
  return [
    ...wrapWhole(`pratique ${name}${summary === undefined ? '' : `: ${summary}`}`, width, '', '  '),
    '',
    `Usage: pratique ${name} <COMMAND> …`,
    '',
    'Commands:',
    ...formatRows(
      verbs.map((verb) => [verb.name.slice(name.length + 1), verb.summary] as const),
      width,
    ),
    '',
    ...(groupNotes[name] ?? []).flatMap((note) => [...wrap(note, width), '']),
    `Options of a command: pratique help ${name} <COMMAND>`,
    '',
  ].join('\n');
}

/** One command's page. */
export function commandHelp(command: Command, width: number): string {
  const own = command.options.filter(({ note, instead }) => note === undefined && instead === undefined);
  const accepted = command.options.filter(({ note }) => note !== undefined);
  const aliases = own.flatMap((option) => (option.aliases ?? []).map(({ name }) => `${flagOf(name)} (${flagOf(option.name)})`));
  const section = (title: string, rows: readonly (readonly [string, string])[]): string[] =>
    rows.length === 0 ? [] : [title, ...formatRows(rows, width), ''];
  return [
    ...wrapWhole(`pratique ${command.name}: ${command.summary}`, width, '', '  '),
    '',
    ...wrapWhole(`Usage: ${usageLine(command)}`, width, '', '  '),
    '',
    ...(command.description ?? []).flatMap((paragraph) => [...wrap(paragraph, width), '']),
    ...section(
      'Arguments:',
      command.arguments.map(({ name, meaning }) => [name, meaning] as const),
    ),
    ...section('Options:', own.map(describeOption)),
    ...section('Options for every command:', commonOptions.map(describeOption)),
    ...(accepted.length === 0
      ? []
      : ['Accepted from other tools, without effect:', ...wrap(accepted.map(({ name }) => flagOf(name)).join(' '), width - 2, '  '), '']),
    ...(aliases.length === 0 ? [] : ['Names of other tools for these options:', ...wrap(aliases.join(', '), width - 2, '  '), '']),
    ...section(
      'Examples:',
      command.examples.map(({ line, does }) => [commandLines(line, width - 2).join('\n  '), does] as const),
    ),
  ].join('\n');
}

/** A command over as many lines as it needs, to be pasted into a shell: words stay whole, and quotes too. */
function commandLines(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []) {
    if (current.trim() !== '' && current.length + 1 + word.length + 2 > width && line.length > width) {
      lines.push(`${current} \\`);
      current = `    ${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** Names of one letter are short options. */
function flagOf(name: string): string {
  return `${name.length === 1 ? '-' : '--'}${name}`;
}

/** `pratique scan [OPTIONS] <TARGET...>`. */
export function usageLine(command: Command): string {
  return ['pratique', command.name, '[OPTIONS]', ...command.arguments.map(formatArgument)].join(' ');
}

function describeOption(option: CommandOption): readonly [string, string] {
  const choices = option.choices === undefined ? '' : `: ${option.choices.join(', ')}`;
  const fallback = option.default === undefined ? '' : ` (default: ${option.default})`;
  const repeat = option.isRepeatable === true ? '; may be repeated' : '';
  return [
    option.short === undefined ? `    ${formatOption(option)}` : formatOption(option),
    `${option.meaning}${choices}${repeat}${fallback}`,
  ];
}

/** One line for each command, and one for each group, at the place of its first command. */
function firstPageRows(commands: readonly CommandEntry[]): readonly (readonly [string, string])[] {
  const rows = new Map<string, string>();
  for (const { name, summary } of commands) {
    const group = commandGroups.find((each) => name.startsWith(`${each.name} `));
    rows.set(group === undefined ? name : `${group.name} …`, group?.summary ?? summary);
  }
  return [...rows];
}

/** Two columns; where the first is too wide, the second starts on a line of its own. */
function formatRows(rows: readonly (readonly [string, string])[], width: number): string[] {
  const longest = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  const indent = ' '.repeat(longest + 4);
  return rows.flatMap(([left, right]) => {
    const lines = wrap(right, Math.max(30, width - indent.length));
    const rest = lines.map((line) => `${indent}${line}`);
    if (left.length > longest) return [`  ${left}`, ...rest];
    return [`  ${left.padEnd(longest)}  ${lines[0] ?? ''}`, ...rest.slice(1)];
  });
}

function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indent}${each}`);
}
