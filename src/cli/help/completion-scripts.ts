import { type Command, type CommandOption, takesValue } from '../command.ts';
import { commonOptions } from '../words/common-options.ts';

/** A completion script for `shell`, one of `bash`, `zsh` and `fish`, made from the commands' data. */
export function completionScript(shell: string, commands: readonly Command[]): string {
  if (shell === 'bash') return bashScript(commands);
  return shell === 'zsh' ? zshScript(commands) : fishScript(commands);
}

/** Flags of other scanners work, but are not offered. */
function offeredOptions(command: Command): readonly CommandOption[] {
  return [...command.options.filter(({ note, instead }) => note === undefined && instead === undefined), ...commonOptions];
}

/** The words that can follow `prefix`, each once: `scan`, `db` and so on for none, `build` and so on for `db`. */
function wordsAfter(commands: readonly Command[], prefix: string): string[] {
  const start = prefix === '' ? '' : `${prefix} `;
  return [...new Set(commands.flatMap(({ name }) => (name.startsWith(start) ? [name.slice(start.length).split(' ')[0] ?? name] : [])))];
}

/** What is followed by verbs and is no command: `db`, `trust`; then `trust key`. Shorter ones first. */
function prefixes(commands: readonly Command[]): readonly string[] {
  const all = commands.flatMap(({ name }) => {
    const words = name.split(' ');
    return words.slice(1).map((_, index) => words.slice(0, index + 1).join(' '));
  });
  return [...new Set(all)].sort((a, b) => a.split(' ').length - b.split(' ').length);
}

function fixedWords(command: Command): readonly string[] {
  return command.arguments.flatMap(({ completes }) => (Array.isArray(completes) ? (completes as readonly string[]) : []));
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = [...offeredOptions(command).map(({ name }) => `--${name}`), ...fixedWords(command)];
    return `    '${command.name}') words='${words.join(' ')}' ;;`;
  });
  const groups = prefixes(commands).map((prefix) => {
    const depth = prefix.split(' ').length + 1;
    const next = `command="${prefix} \${COMP_WORDS[${depth}]}"`;
    return `  if [[ "$command" == '${prefix}' ]]; then [[ $COMP_CWORD -eq ${depth} ]] && words='${wordsAfter(commands, prefix).join(' ')}' || ${next}; fi`;
  });
  return [
    '# bash completion for pratique',
    '_pratique() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" words="" command="${COMP_WORDS[1]}"',
    '  if [[ $COMP_CWORD -eq 1 ]]; then',
    `    COMPREPLY=($(compgen -W '${wordsAfter(commands, '').join(' ')}' -- "$word") $(compgen -f -- "$word"))`,
    '    return',
    '  fi',
    ...groups,
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
    const value = !takesValue(option) ? '' : `:${quote(option.value ?? '')}:${zshAction(option)}`;
    return `'${option.isRepeatable === true ? '*' : ''}--${option.name}[${quote(option.meaning)}]${value}'`;
  };
  const cases = commands.map((command) => {
    const words = fixedWords(command);
    const rest = words.length === 0 ? `'*:target:_files'` : `'1:word:(${words.join(' ')})'`;
    return [`    '${command.name}') _arguments`, ...offeredOptions(command).map(optionSpec), `${rest} ;;`].join(' \\\n      ');
  });
  return [
    '#compdef pratique',
    '_pratique() {',
    '  local command="$words[2]"',
    '  if (( CURRENT == 2 )); then',
    `    compadd -- ${wordsAfter(commands, '').join(' ')}`,
    '    _files',
    '    return',
    '  fi',
    ...prefixes(commands).flatMap((prefix) => [
      `  if [[ "$command" == '${prefix}' ]]; then`,
      `    if (( CURRENT == 3 )); then compadd -- ${wordsAfter(commands, prefix).join(' ')}; return; fi`,
      `    command="${prefix} $words[3]"; shift words; (( CURRENT-- ))`,
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
  const seen = (words: readonly string[]): string => quote(words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
  const describe = (name: string): string => {
    const command = commands.find((each) => each.name === name);
    return command === undefined ? '' : ` -d ${quote(command.summary)}`;
  };
  const lines = wordsAfter(commands, '').map((first) => `complete -c pratique -n __fish_use_subcommand -a ${first}${describe(first)}`);
  for (const prefix of prefixes(commands))
    for (const word of wordsAfter(commands, prefix))
      lines.push(`complete -c pratique -n ${seen(prefix.split(' '))} -a ${word}${describe(`${prefix} ${word}`)}`);
  for (const command of commands) {
    const condition = seen(command.name.split(' '));
    for (const option of offeredOptions(command)) {
      const value = !takesValue(option) ? '' : option.completes === undefined ? ' -x' : ' -r';
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      lines.push(`complete -c pratique -n ${condition} -l ${option.name}${short}${value} -d ${quote(option.meaning)}`);
    }
    for (const word of fixedWords(command)) lines.push(`complete -c pratique -n ${condition} -a ${word}`);
  }
  return ['# fish completion for pratique', ...lines, ''].join('\n');
}
