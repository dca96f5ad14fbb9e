/** Where the names in a lock file or a manifest are: built once, then asked for each package. */
export interface FileLines {
  /** The line, counted from 1, that names the package, best one with its version near; 1 where none does. */
  lineOf(name: string, version: string | undefined): number;
}

/** A name that is more often in a file is hardly looked for by it. */
const maxLinesOfName = 200;
/** How far below a package's name its version is written: `package-lock.json` has it on the next line, TOML and Ruby's locks too. */
const versionWithin = 6;

export function indexLines(text: string): FileLines {
  const lines = new Map<string, number[]>();
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    for (const [token] of line.matchAll(/[\p{L}\p{N}@._+~/-]+/gu)) for (const name of namesIn(token)) note(lines, name, number);
  }
  return {
    lineOf(name, version) {
      // Maven's `group:artifact` is two elements of a POM.
      const named = lines.get(name) ?? lines.get(name.slice(name.lastIndexOf(':') + 1)) ?? [];
      const versions = version === undefined ? [] : (lines.get(version) ?? []);
      let best = { line: named[0] ?? 1, distance: versionWithin };
      for (const at of named) {
        const next = versions.find((each) => each >= at);
        if (next !== undefined && next - at < best.distance) best = { line: at, distance: next - at };
      }
      return best.line;
    },
  };
}

/** `node_modules/a/node_modules/b` names `b`; `lodash@4.17.4` names `lodash`, and its version. */
function namesIn(token: string): readonly string[] {
  const folder = token.lastIndexOf('node_modules/');
  const bare = folder < 0 ? token : token.slice(folder + 'node_modules/'.length);
  const at = bare.lastIndexOf('@');
  return at <= 0 ? [bare] : [bare, bare.slice(0, at), bare.slice(at + 1)];
}

function note(lines: Map<string, number[]>, name: string, line: number): void {
  const known = lines.get(name);
  if (known === undefined) lines.set(name, [line]);
  else if (known.length < maxLinesOfName && known.at(-1) !== line) known.push(line);
}
