/** What is used of a go.mod. */
export interface GoModFile {
  readonly module?: string;
  readonly go?: string;
  readonly toolchain?: string;
  readonly requires: readonly { readonly path: string; readonly version: string }[];
  readonly replaces: readonly GoReplacement[];
  readonly problems: readonly string[];
}

export interface GoReplacement {
  readonly path: string;
  /** Absent where every version is replaced. */
  readonly version?: string;
  readonly newPath: string;
  /** Absent where a folder takes the place. */
  readonly newVersion?: string;
}

/** go.dev/ref/mod, "go.mod files": one directive a line, or several in brackets. Never throws. */
export function parseGoMod(text: string): GoModFile {
  const requires: { path: string; version: string }[] = [];
  const replaces: GoReplacement[] = [];
  const excludes = new Set<string>();
  const single = new Map<string, string>();
  let bad = 0;
  let block: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const words = wordsOf(line);
    if (words.length === 0) continue;
    if (block !== undefined && words[0] === ')') {
      block = undefined;
      continue;
    }
    const [verb = '', ...rest] = block === undefined ? words : [block, ...words];
    if (block === undefined && rest[0] === '(') {
      block = verb;
      continue;
    }
    if (verb === 'require') {
      const [path, version] = rest;
      if (path === undefined || version === undefined) bad += 1;
      else requires.push({ path, version });
    } else if (verb === 'replace') {
      const replacement = readReplacement(rest);
      if (replacement === undefined) bad += 1;
      else replaces.push(replacement);
    } else if (verb === 'exclude') excludes.add(rest.join(' '));
    else if (known.has(verb)) {
      if (rest[0] !== undefined && !single.has(verb)) single.set(verb, rest[0]);
    } else bad += 1;
  }
  const isExcluded = ({ path, version }: { readonly path: string; readonly version: string }): boolean =>
    excludes.has(`${path} ${version}`);
  const [module, go, toolchain] = ['module', 'go', 'toolchain'].map((verb) => single.get(verb));
  return {
    ...(module === undefined ? {} : { module }),
    ...(go === undefined ? {} : { go }),
    ...(toolchain === undefined ? {} : { toolchain }),
    requires: requires.filter((each) => !isExcluded(each)),
    replaces,
    problems: [
      ...(bad === 0 ? [] : [`has ${bad} lines that are not of its format`]),
      ...(module === undefined ? ['names no module'] : []),
      // The go command takes the next higher version, which is not written down.
      ...requires.filter(isExcluded).map(({ path }) => `excludes the version of ${path} that it requires`),
    ],
  };
}

const known = new Set(['module', 'go', 'toolchain', 'retract', 'godebug', 'tool', 'ignore']);

/** Without the comment; a quoted word may hold blanks. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\/\/.*$|[()]|[^\s()"`]+/g)) {
    if (word.startsWith('//')) break;
    words.push(word.replace(/^(["`])(.*)\1$/, '$2'));
  }
  return words;
}

/** `path [version] => newPath [newVersion]`. */
function readReplacement(words: readonly string[]): GoReplacement | undefined {
  const arrow = words.indexOf('=>');
  const [path, version] = words.slice(0, Math.max(arrow, 0));
  const [newPath, newVersion] = words.slice(arrow + 1);
  if (arrow === -1 || path === undefined || newPath === undefined) return undefined;
  return { path, ...(version === undefined ? {} : { version }), newPath, ...(newVersion === undefined ? {} : { newVersion }) };
}
