/** A program that runs the command it is given. */
export interface Wrapper {
  /** Its options that take a value. */
  readonly takesValue: RegExp;
  /** Words between the options and the command: a duration, an account. */
  readonly operands: number;
}

const noValue = /^$/;

/** By the name of the program: what containers are started with, and what runs commands in their scripts. */
export const wrappers: ReadonlyMap<string, Wrapper> = new Map([
  ['tini', { takesValue: /^-[pe]$/, operands: 0 }],
  ['tini-static', { takesValue: /^-[pe]$/, operands: 0 }],
  ['docker-init', { takesValue: /^-[pe]$/, operands: 0 }],
  ['dumb-init', { takesValue: /^-r$|^--rewrite$/, operands: 0 }],
  ['catatonit', { takesValue: noValue, operands: 0 }],
  ['env', { takesValue: /^-[uCS]$|^--(?:unset|chdir)$/, operands: 0 }],
  ['exec', { takesValue: /^-a$/, operands: 0 }],
  ['command', { takesValue: noValue, operands: 0 }],
  ['builtin', { takesValue: noValue, operands: 0 }],
  ['eval', { takesValue: noValue, operands: 0 }],
  ['gosu', { takesValue: noValue, operands: 1 }],
  ['su-exec', { takesValue: noValue, operands: 1 }],
  ['setpriv', { takesValue: noValue, operands: 0 }],
  ['setuidgid', { takesValue: noValue, operands: 1 }],
  ['s6-setuidgid', { takesValue: noValue, operands: 1 }],
  ['chpst', { takesValue: /^-[uUbenr/P]$/, operands: 0 }],
  ['with-contenv', { takesValue: noValue, operands: 0 }],
  ['runuser', { takesValue: /^-[ugG]$|^--(?:user|group)$/, operands: 0 }],
  ['sudo', { takesValue: /^-[ughpCDRTU]$|^--(?:user|group|host|prompt|chdir|chroot)$/, operands: 0 }],
  ['doas', { takesValue: /^-[uC]$/, operands: 0 }],
  ['chroot', { takesValue: noValue, operands: 1 }],
  ['nohup', { takesValue: noValue, operands: 0 }],
  ['time', { takesValue: /^-[fo]$/, operands: 0 }],
  ['nice', { takesValue: /^-n$|^--adjustment$/, operands: 0 }],
  ['ionice', { takesValue: /^-[cnp]$/, operands: 0 }],
  ['timeout', { takesValue: /^-[sk]$|^--(?:signal|kill-after)$/, operands: 1 }],
  ['stdbuf', { takesValue: /^-[ioe]$/, operands: 0 }],
  ['setsid', { takesValue: noValue, operands: 0 }],
  ['unshare', { takesValue: noValue, operands: 0 }],
  ['xargs', { takesValue: /^-[adEILnPs]$|^--(?:arg-file|delimiter|max-args|max-procs|max-lines|replace)$/, operands: 0 }],
  ['busybox', { takesValue: noValue, operands: 0 }],
  ['ld.so', { takesValue: /^--(?:library-path|preload|argv0)$/, operands: 0 }],
  ['dotenv', { takesValue: /^-[fe]$/, operands: 0 }],
  ['cross-env', { takesValue: noValue, operands: 0 }],
  ['bundle', { takesValue: noValue, operands: 1 }],
  ['poetry', { takesValue: noValue, operands: 1 }],
  ['uv', { takesValue: noValue, operands: 1 }],
  ['pipenv', { takesValue: noValue, operands: 1 }],
  ['npx', { takesValue: /^-[pc]$/, operands: 0 }],
  ['nodemon', { takesValue: /^-[wex]$/, operands: 0 }],
]);

/** The command that a wrapper runs; `undefined` where the program is none, or has none. */
export function unwrap(name: string, words: readonly string[]): readonly string[] | undefined {
  const wrapper = wrappers.get(name);
  if (wrapper === undefined) return undefined;
  let { operands } = wrapper;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return words.slice(at + 1);
    // `env -S "node --flag"` gives the whole command as one word.
    if (name === 'env' && (word === '-S' || word === '--split-string'))
      return [...(words[at + 1] ?? '').split(/\s+/), ...words.slice(at + 2)];
    if (wrapper.takesValue.test(word)) at++;
    else if (word.startsWith('-') || /^[A-Za-z_]\w*=/.test(word)) continue;
    else if (operands-- > 0) continue;
    else return words.slice(at);
  }
  return undefined;
}
