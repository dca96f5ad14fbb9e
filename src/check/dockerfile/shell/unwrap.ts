import { programName, type ShellCommand } from './shell-script.ts';

/** Programs that run the command they are given, with those of their options that take a value. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^-[ughpCDRTU]$|^--(?:user|group|host|prompt|chdir|chroot)$/],
  ['doas', /^-[uC]$/],
  ['env', /^-[uCS]$|^--(?:unset|chdir)$/],
  ['command', /^$/],
  ['exec', /^-a$/],
  ['builtin', /^$/],
  ['nohup', /^$/],
  ['time', /^-[fo]$/],
  ['nice', /^-n$|^--adjustment$/],
  ['ionice', /^-[cnp]$/],
  ['timeout', /^-[sk]$|^--(?:signal|kill-after)$/],
  ['stdbuf', /^-[ioe]$/],
  ['eatmydata', /^$/],
  ['fakeroot', /^-[lsb]$/],
  ['xargs', /^-[adEILnPs]$|^--(?:arg-file|delimiter|max-args|max-procs|max-lines|replace)$/],
  ['gosu', /^$/],
  ['su-exec', /^$/],
  ['setpriv', /^$/],
  ['tini', /^-[pe]$/],
  ['dumb-init', /^$/],
  ['catchsegv', /^$/],
  ['busybox', /^$/],
]);
/** Words between the options and the command: a duration, an account. */
const operandCounts: ReadonlyMap<string, number> = new Map([
  ['timeout', 1],
  ['gosu', 1],
  ['su-exec', 1],
]);
const deepest = 8;

/** The commands inside a command: `apt-get install` of `sudo -E apt-get install`, `pip install` of `python -m pip install`. */
export function* unwrap(command: ShellCommand): Iterable<ShellCommand> {
  let current = command;
  for (let depth = 0; depth < deepest; depth++) {
    const inner = unwrapOnce(current);
    if (inner === undefined) return;
    yield inner;
    current = inner;
  }
}

function unwrapOnce(command: ShellCommand): ShellCommand | undefined {
  const at = /^python[\d.]*$/.test(command.name) ? moduleAt(command) : commandAt(command);
  const word = at === undefined ? undefined : command.words[at];
  if (at === undefined || word === undefined) return undefined;
  return {
    ...command,
    name: programName(word.value),
    words: command.words.slice(at + 1),
    via: [...command.via, command.name],
    position: word.position,
    nameEnd: { line: word.position.line, column: word.position.column + Math.max(0, word.value.length - 1) },
  };
}

/** `python -m NAME` runs a module, whose name stands for a program. */
function moduleAt({ words }: ShellCommand): number | undefined {
  const at = words.findIndex(({ value }) => value === '-m' || !value.startsWith('-'));
  return words[at]?.value === '-m' ? at + 1 : undefined;
}

function commandAt({ name, words }: ShellCommand): number | undefined {
  const takesValue = wrappers.get(name);
  if (takesValue === undefined) return undefined;
  let operands = operandCounts.get(name) ?? 0;
  for (let at = 0; at < words.length; at++) {
    const { value } = words[at]!;
    if (value === '--') return at + 1;
    if (takesValue.test(value)) at++;
    else if (value.startsWith('-') || (/^[A-Za-z_]\w*=/.test(value) && name !== 'xargs')) continue;
    else if (operands-- > 0) continue;
    else return at;
  }
  return undefined;
}
