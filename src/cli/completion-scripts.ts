import { type Command, type CommandOption } from './command.ts';
import { commonOptions } from './common-options.ts';

/** A completion script for `shell`, one of `bash`, `zsh` and `fish`, made from the commands' data. */
export function completionScript(shell: string, commands: readonly Command[]): string {
  if (shell === 'bash') return bashScript(commands);
  return shell === 'zsh' ? zshScript(commands) : fishScript(commands);
}

/** Flags of other scanners work, but nobody needs to be offered them. */
function offeredOptions(command: Command): readonly CommandOption[] {
  return [...command.options.filter(({ note }) => note === undefined), ...commonOptions];
}

/** `scan`, and for `db build` the first word once and its verbs. */
function firstWords(commands: readonly Command[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
}

function verbsOf(commands: readonly Command[], first: string): string[] {
  return commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));
}

function fixedWords(command: Command): readonly string[] {
  return command.arguments.flatMap(({ completes }) => (Array.isArray(completes) ? (completes as readonly string[]) : []));
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = [...offeredOptions(command).map(({ name }) => `--${name}`), ...fixedWords(command)];
    return `    '${command.name}') words='${words.join(' ')}' ;;`;
  });
  const groups = firstWords(commands)
    .filter((first) => verbsOf(commands, first).length > 0)
    .map(
      (first) =>
        `    ${first}) [[ $COMP_CWORD -eq 2 ]] && words='${verbsOf(commands, first).join(' ')}' || command="${first} \${COMP_WORDS[2]}" ;;`,
    );
  return [
    '# bash completion for pratique',
    '_pratique() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" words="" command="${COMP_WORDS[1]}"',
    '  if [[ $COMP_CWORD -eq 1 ]]; then',
    `    COMPREPLY=($(compgen -W '${firstWords(commands).join(' ')}' -- "$word") $(compgen -f -- "$word"))`,
    '    return',
    '  fi',
    ...(groups.length === 0 ? [] : ['  case "$command" in', ...groups, '  esac']),
    '  case "$command" in',
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  [[ "$word" == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))',
    '}',
    'complete -o filenames -F _pratique pratique',
    '',
  ].join('\n');
}

function zshScript(commands: readonly Command[]): string {
  const quote = (text: string): string => text.replaceAll("'", '’').replaceAll('[', '(').replaceAll(']', ')').replaceAll(':', '\\:');
  const optionSpec = (option: CommandOption): string => {
    const value = option.value === undefined ? '' : `:${quote(option.value)}:${zshAction(option)}`;
    return `'${option.isRepeatable === true ? '*' : ''}--${option.name}[${quote(option.meaning)}]${value}'`;
  };
  const cases = commands.map((command) => {
    const words = fixedWords(command);
    const rest = words.length === 0 ? `'*:target:_files'` : `'1:word:(${words.join(' ')})'`;
    return [`    '${command.name}') _arguments`, ...offeredOptions(command).map(optionSpec), `${rest} ;;`].join(' \\\n      ');
  });
  const groups = firstWords(commands).filter((first) => verbsOf(commands, first).length > 0);
  return [
    '#compdef pratique',
    '_pratique() {',
    '  local command="$words[2]"',
    '  if (( CURRENT == 2 )); then',
    `    compadd -- ${firstWords(commands).join(' ')}`,
    '    _files',
    '    return',
    '  fi',
    ...groups.flatMap((first) => [
      `  if [[ "$command" == ${first} ]]; then`,
      `    if (( CURRENT == 3 )); then compadd -- ${verbsOf(commands, first).join(' ')}; return; fi`,
      `    command="${first} $words[3]"; shift words; (( CURRENT-- ))`,
      '  fi',
    ]),
    '  shift words; (( CURRENT-- ))',
    '  case "$command" in',
    ...cases,
    '  esac',
    '}',
    'if [[ "$funcstack[1]" == _pratique ]]; then _pratique "$@"; else compdef _pratique pratique; fi',
    '',
  ].join('\n');
}

function zshAction(option: CommandOption): string {
  if (option.choices !== undefined) return `(${option.choices.join(' ')})`;
  if (option.completes === 'directory') return '_files -/';
  return option.completes === 'file' ? '_files' : ' ';
}

function fishScript(commands: readonly Command[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = firstWords(commands).map((first) => {
    const command = commands.find(({ name }) => name === first);
    return `complete -c pratique -n __fish_use_subcommand -a ${first}${command === undefined ? '' : ` -d ${quote(command.summary)}`}`;
  });
  for (const command of commands) {
    const words = command.name.split(' ');
    const condition = quote(words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
    if (words.length === 2)
      lines.push(
        `complete -c pratique -n '__fish_seen_subcommand_from ${words[0] ?? ''}' -a ${words[1] ?? ''} -d ${quote(command.summary)}`,
      );
    for (const option of offeredOptions(command)) {
      const value = option.value === undefined ? '' : option.completes === undefined ? ' -x' : ' -r';
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      lines.push(`complete -c pratique -n ${condition} -l ${option.name}${short}${value} -d ${quote(option.meaning)}`);
    }
    for (const word of fixedWords(command)) lines.push(`complete -c pratique -n ${condition} -a ${word}`);
  }
  return ['# fish completion for pratique', ...lines, ''].join('\n');
}
