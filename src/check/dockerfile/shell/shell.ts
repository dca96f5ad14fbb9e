/** What runs the shell form of instructions. */
export interface Shell {
  readonly words: readonly string[];
  /** Its file name without folder and extension, lower case: `bash`. */
  readonly name: string;
  /** `sh` and its kin, whose language the rules read. */
  readonly isPosix: boolean;
  /** A pipe fails where any of its commands does. */
  readonly hasPipefail: boolean;
}

export function readShell(words: readonly string[]): Shell {
  const program = words[0] ?? '';
  const name = program
    .slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
    .replace(/\.exe$/i, '')
    .toLowerCase();
  return { words, name, isPosix: posixShells.has(name), hasPipefail: pipefailShells.has(name) && setsPipefail(words.slice(1)) };
}

export const posixShells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'busybox']);
/** Those that know `pipefail` wherever they are found; plain `sh` does in some images only. */
const pipefailShells: ReadonlySet<string> = new Set(['bash', 'ash', 'zsh', 'ksh', 'mksh']);

/** `-o pipefail`, also in a bundle such as `-euo pipefail`. */
export function setsPipefail(words: readonly string[]): boolean {
  return words.some((word, at) => word === 'pipefail' && /^-[a-zA-Z]*o$/.test(words[at - 1] ?? ''));
}

/** Docker's own, on Linux and on Windows. */
export const linuxShell = readShell(['/bin/sh', '-c']);
export const windowsShell = readShell(['cmd', '/S', '/C']);
