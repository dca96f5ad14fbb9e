import { PratiqueError } from '../../model/pratique-error.ts';
import { ignoreFileNames } from '../../policy/ignore/ignore-file-names.ts';
import { translatePeer } from '../peers/translate-peer.ts';

export interface MigratedFile {
  /** For each line of the file what stands there now; `undefined` where it went into the line before. */
  readonly lines: readonly (string | undefined)[];
  readonly unchanged: readonly { readonly line: number; readonly message: string }[];
}

/** Scanners whose commands are replaced, as they stand in scripts: alone, or as a container. */
const programs: ReadonlyMap<string, string> = new Map([
  ['trivy', 'trivy'],
  ['grype', 'grype'],
  ['syft', 'syft'],
  ['hadolint', 'hadolint'],
  ['dockle', 'dockle'],
  ['gitleaks', 'gitleaks'],
  ['clair-scanner', 'clair-scanner'],
  ['docker scout', 'scout'],
  ['snyk', 'snyk'],
]);
const images: ReadonlyMap<string, string> = new Map([
  ['aquasec/trivy', 'trivy'],
  ['ghcr.io/aquasecurity/trivy', 'trivy'],
  ['anchore/grype', 'grype'],
  ['anchore/syft', 'syft'],
  ['hadolint/hadolint', 'hadolint'],
  ['ghcr.io/hadolint/hadolint', 'hadolint'],
  ['goodwithtech/dockle', 'dockle'],
  ['zricethezav/gitleaks', 'gitleaks'],
  ['ghcr.io/gitleaks/gitleaks', 'gitleaks'],
]);
const actions: ReadonlyMap<string, string> = new Map([['aquasecurity/trivy-action', 'OWNER/pratique/action@COMMIT']]);
const otherActions =
  /^(?:anchore\/(?:scan|sbom)-action|hadolint\/hadolint-action|gitleaks\/gitleaks-action|snyk\/actions\/docker|docker\/scout-action|goodwithtech\/dockle-action|aquasecurity\/setup-trivy)\b/;

/** Commands of other scanners become ours, with what stands around them; a command over several lines becomes one line. */
export function migrateCiFile(text: string): MigratedFile {
  const source = text.split('\n');
  const lines: (string | undefined)[] = [...source];
  const unchanged: { line: number; message: string }[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const used = /^(\s*(?:- )?uses:\s*["']?)([\w./-]+)@[\w.-]+(.*)$/.exec(source[at]!.replace(/\r$/, ''));
    if (used !== null) {
      const [, before = '', action = ''] = used;
      const ours = actions.get(action);
      if (ours !== undefined) lines[at] = `${before}${ours}`;
      else if (otherActions.test(action)) unchanged.push({ line: at + 1, message: `the action ${action}: replace it with a run of Pratique, see docs/guide/coming-from-other-scanners.md` });
      continue;
    }
    if (findCommand(source[at]!) === undefined) continue;
    const end = lastLineOf(source, at);
    const whole = [source[at]!, ...source.slice(at + 1, end + 1).map((line) => line.trim())].map((line) => line.replace(/\\\s*$/, '').trimEnd()).join(' ');
    try {
      lines[at] = replaceCommand(whole);
      for (let next = at + 1; next <= end; next += 1) lines[next] = undefined;
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      unchanged.push({ line: at + 1, message: error.message });
    }
    at = end;
  }
  return { lines, unchanged };
} // prettier-ignore

/** A command stands at the beginning of a line, of an item of a list, of a string that a shell runs, or behind what joins commands. */
const boundary = String.raw`(?:^|[;&|({\x60]|-c\s+["']|\b(?:run|script|command|then|do|else|if|!|time|sudo|exec|sh):?\s*["']?)\s*(?:-\s+)?(?:(?:run|script|command): *)?["']?[@-]?`;
const alone = new RegExp(`(${boundary}\\s*)(docker scout|trivy|grype|syft|hadolint|dockle|gitleaks|clair-scanner|snyk)(?=\\s+\\S)`);

interface FoundCommand {
  readonly peer: string;
  /** Where it begins in its line, and where its words do. */
  readonly from: number;
  readonly wordsFrom: number;
  readonly isContainer: boolean;
}

function findCommand(line: string): FoundCommand | undefined {
  if (/^\s*(?:#|\/\/)/.test(line) || /^\s*-?\s*(?:name|image|uses):/.test(line)) return undefined;
  const run = /\b(?:docker|podman)\s+run\s/.exec(line);
  if (run !== null)
    for (const word of line.slice(run.index).matchAll(/\S+/g)) {
      const peer = images.get(word[0].replace(/@sha256:[0-9a-f]+$/, '').replace(/:[\w.-]+$/, ''));
      if (peer !== undefined) return { peer, from: run.index, wordsFrom: run.index + word.index + word[0].length, isContainer: true };
    }
  const match = alone.exec(line);
  if (match === null) return undefined;
  const [whole, before = '', program = ''] = match;
  const peer = programs.get(program) ?? program;
  return { peer, from: match.index + before.length, wordsFrom: match.index + whole.length, isContainer: false };
}

/** The last line of a command that a backslash continues. */
function lastLineOf(source: readonly string[], from: number): number {
  let at = from;
  while (/\\\s*$/.test(source[at]!) && at + 1 < source.length) at += 1;
  return at;
}

/** What follows a program up to the end of its command is translated; the rest of the line stays. */
function replaceCommand(line: string): string {
  const found = findCommand(line);
  if (found === undefined) return line;
  const { peer, from, wordsFrom, isContainer } = found;
  const rest = line.slice(wordsFrom);
  const words: string[] = [];
  let at = 0;
  // Quotes stay as they are, so that variables in them stay, too.
  const word = /\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\$\{[^}]*\}|\$\([^)]*\)|[^\s"';&|<>()`])+)/y;
  for (word.lastIndex = 0; ; at = word.lastIndex) {
    const next = word.exec(rest);
    if (next === null) break;
    words.push(next[1]!);
  }
  if (isContainer && words[0] === peer) words.shift();
  // The image of hadolint reads standard input.
  if (isContainer && peer === 'hadolint' && words.length === 0) words.push('-');
  const translated = translatePeer(peer, words, {});
  const ours = (translated?.words ?? words).filter((each) => !implied.has(each) && !readAnyway.has(each));
  return `${line.slice(0, from)}pratique ${ours.join(' ')}${rest.slice(at)}`;
}

/** Words that only make the answer the peer's, where a gate of our own is wanted. */
const implied: ReadonlySet<string> = new Set(['--no-ignorefile', '--known-exploited=pass', '--unknown-severity=pass']);
/** Ignore files that are read where they are. */
const readAnyway: ReadonlySet<string> = new Set(ignoreFileNames.map((name) => `--ignorefile=${name}`));
