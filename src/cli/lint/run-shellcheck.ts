import { type ShellComment } from '../../check/dockerfile/shell-comment.ts';
import { findShellTexts, type ShellText } from '../../check/dockerfile/find-shell-texts.ts';
import { programEnvironment } from '../../config/program-environment.ts';
import { isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { type Output } from '../command.ts';

/** What makes no sense in a Dockerfile: unknown variables are those of ARG and ENV, and sourced files are in the image. hadolint leaves out the same. */
const excluded = 'SC2154,SC2187,SC1090,SC1091';

/** ShellCheck's comments on every RUN, where it is installed; none where it is not. What it could not judge is said on standard error. */
export async function runShellCheck(text: string, output: Output, signal: AbortSignal): Promise<readonly ShellComment[]> {
  const { spawnSync } = await import('node:child_process');
  // It reads scripts as UTF-8 only in a locale of that kind.
  const env = { ...programEnvironment(), LC_ALL: 'C.UTF-8' };
  const asked = spawnSync('shellcheck', ['--version'], { encoding: 'utf8', env, timeout: limits.shellCheckMs });
  const version = asked.status === 0 ? /^version: ([\d.]+)/m.exec(asked.stdout)?.[1] : undefined;
  if (version === undefined) return [];
  const scripts = findShellTexts(text);
  if (scripts.length > limits.shellScripts) output.warn(`pratique: ShellCheck was asked about the first ${limits.shellScripts} of ${scripts.length} RUN instructions`);
  const comments: ShellComment[] = [];
  for (const script of scripts.slice(0, limits.shellScripts)) {
    signal.throwIfAborted();
    const words = ['--norc', '--format=json1', `--shell=${script.language}`, `--exclude=${excluded}`, '-'];
    const run = spawnSync('shellcheck', words, { input: script.text, encoding: 'utf8', env, timeout: limits.shellCheckMs, maxBuffer: limits.shellCheckBytes });
    const found = run.error === undefined ? readComments(run.stdout) : undefined;
    if (found === undefined) output.warn(`pratique: ShellCheck could not judge the RUN of line ${script.positionAt(0).line}`);
    for (const comment of found ?? []) comments.push(toComment(comment, script, version));
  }
  return comments;
} // prettier-ignore

interface RawComment {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly level: ShellComment['level'];
  readonly code: number;
  readonly message: string;
}

const levels: ReadonlySet<unknown> = new Set<ShellComment['level']>(['error', 'warning', 'info', 'style']);

/** `undefined` for what is not ShellCheck's JSON. */
function readComments(text: string): readonly RawComment[] | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (!isJsonObject(document) || !Array.isArray(document['comments'])) return undefined;
    return document['comments'].filter(isComment);
  } catch {
    return undefined;
  }
}

function isComment(value: unknown): value is RawComment {
  if (!isJsonObject(value)) return false;
  const numbers = [value['line'], value['endLine'], value['column'], value['endColumn'], value['code']];
  return numbers.every((each) => Number.isInteger(each)) && levels.has(value['level']) && typeof value['message'] === 'string';
}

/** ShellCheck counts a tab as eight columns; a Dockerfile seldom has one inside a command, and the line is right in any case. */
function toComment({ line, endLine, column, endColumn, level, code, message }: RawComment, script: ShellText, version: string): ShellComment {
  const starts = [0];
  for (let at = script.text.indexOf('\n'); at >= 0; at = script.text.indexOf('\n', at + 1)) starts.push(at + 1);
  const place = (row: number, cell: number) => script.positionAt(Math.min(script.text.length, (starts[row - 1] ?? 0) + cell - 1));
  const [from, to] = [place(line, column), place(endLine, endColumn)];
  return { code: `SC${code}`, level, message: message.slice(0, 500), version, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
} // prettier-ignore
