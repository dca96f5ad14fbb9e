import { heredocText, type Instruction } from '../syntax/dockerfile.ts';
import { type Position, positionAt } from '../syntax/joined-text.ts';
import { readScript } from '../shell/read-script.ts';
import { programName, type ScriptText, type ShellScript } from '../shell/shell-script.ts';
import { posixShells, type Shell } from '../shell/shell.ts';
import { type Lookup } from './expand.ts';

/** The commands of RUN in every form. Of CMD, ENTRYPOINT and HEALTHCHECK nothing is run by the build. */
export function readInstructionScript(instruction: Instruction, shell: Shell, lookup: Lookup): ShellScript | undefined {
  if (instruction.keyword !== 'RUN') return undefined;
  if (instruction.isJson) return readJsonForm(instruction, lookup);
  return shell.isPosix ? readScript(scriptOf(instruction), lookup) : undefined;
}

/** What a POSIX shell is given by RUN; `undefined` for the JSON form and for other shells. */
export function shellTextOf(instruction: Instruction, shell: Shell): ScriptText | undefined {
  return instruction.keyword === 'RUN' && !instruction.isJson && shell.isPosix ? scriptOf(instruction) : undefined;
}

/** JSON form runs a program without a shell: its words are quoted so that no shell syntax is found in them. */
function readJsonForm({ values, source }: Instruction, lookup: Lookup): ShellScript {
  const starts: { readonly at: number; readonly offset: number }[] = [];
  let text = '';
  for (const value of values) {
    starts.push({ at: text.length, offset: value.start });
    text += `${/^[\w./=:@%+,-]+$/.test(value.text) ? value.text : `'${value.text.replaceAll("'", `'\\''`)}'`} `;
  }
  const positionOf = (offset: number): Position => positionAt(source, starts.findLast(({ at }) => at <= offset)?.offset ?? 0);
  return readScript({ text, positionAt: positionOf }, lookup);
}

function scriptOf(instruction: Instruction): ScriptText {
  const { rest, restAt, source, heredocs } = instruction;
  const body = heredocs[0];
  if (body !== undefined && heredocs.length === 1 && isScriptHeredoc(rest)) {
    const starts = lineStarts(body.content);
    return { text: heredocText({ ...body, isChomped: false }), positionAt: (offset) => placeIn(starts, offset, body.line) };
  }
  const first: ScriptText = { text: rest, positionAt: (offset) => positionAt(source, restAt + offset) };
  if (heredocs.length === 0) return first;
  const texts = [`${rest}\n`, ...heredocs.map(({ content, name }) => `${content}${name}\n`)];
  return {
    text: texts.join(''),
    positionAt: (offset) => (offset <= rest.length ? first.positionAt(offset) : { line: instruction.endLine, column: 1 }),
  };
}

/** `RUN <<EOF` is a script of the shell in effect; `RUN <<EOF bash` is one for that shell. */
function isScriptHeredoc(rest: string): boolean {
  const [opening = '', ...command] = rest.split(/\s+/);
  if (!opening.startsWith('<<')) return false;
  return command.length === 0 || (posixShells.has(programName(command[0]!)) && command.slice(1).every((word) => word.startsWith('-')));
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeIn(starts: readonly number[], offset: number, firstLine: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: firstLine + low, column: offset - starts[low]! + 1 };
}
