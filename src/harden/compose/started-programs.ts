import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';

/** A program that a container runs, or that a script which it runs names. */
export interface StartedProgram {
  /** The last part of its path. */
  readonly name: string;
  readonly entry: TreeEntry;
  /** Absent where its content is not at hand. */
  readonly content?: Uint8Array;
}

export interface Startup {
  readonly programs: readonly StartedProgram[];
  /** Texts of shell scripts, comments left out: entrypoints, and what follows `sh -c`. */
  readonly scripts: readonly string[];
  /** Files whose content is not at hand yet, or is too large. */
  readonly unread: readonly string[];
}

const mostPrograms = 24;

/** What a command line starts: its words that are programs, and the programs that scripts among them name. Nothing is run. */
export function findStartup(tree: FileTree, command: readonly string[], environment: readonly string[]): Startup {
  const path =
    environment.find((variable) => variable.startsWith('PATH='))?.slice(5) ??
    '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const programs = new Map<string, StartedProgram>();
  const scripts: string[] = [];
  const unread: string[] = [];
  const pending = [...command];
  if (command.some((word, at) => word === '-c' && at > 0)) scripts.push(...command.filter((_, at) => command[at - 1] === '-c'));
  pending.push(...scripts.flatMap(commandsIn));
  for (let word = pending.shift(); word !== undefined && programs.size < mostPrograms; word = pending.shift()) {
    const entry = findProgram(tree, word, path);
    if (entry === undefined || programs.has(entry.path)) continue;
    const content = tree.read(entry);
    programs.set(entry.path, { name: entry.path.split('/').at(-1)!, entry, ...(content === undefined ? {} : { content }) });
    if (content === undefined) unread.push(entry.path);
    else if (content[0] === 0x23 && content[1] === 0x21) {
      const text = withoutComments(Buffer.from(content).toString('utf8'));
      scripts.push(text);
      pending.push(...commandsIn(text));
    }
  }
  return { programs: [...programs.values()], scripts, unread };
}

/** An executable file: a path, or a name in one of the folders of PATH. */
function findProgram(tree: FileTree, word: string, path: string): TreeEntry | undefined {
  if (word === '' || word.startsWith('-') || word.length > 1_000) return undefined;
  const places = word.includes('/') ? [word] : path.split(':').map((folder) => `${folder}/${word}`);
  for (const place of places) {
    const entry = tree.get(place.replace(/^\/+/, ''));
    if (entry?.type === 'file' && (entry.mode & 0o111) !== 0) return entry;
  }
  return undefined;
}

function withoutComments(text: string): string {
  return text
    .slice(0, 200_000)
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n');
}

/** Words at the places of commands, and after `exec`. */
function commandsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, word] of text.matchAll(/(?:^|[;&|(`\n{]|\bexec|\bthen|\bdo|\belse)[ \t]*([\w./-]{1,200})/g))
    if (word !== undefined) found.add(word);
  return [...found].slice(0, 200);
}
