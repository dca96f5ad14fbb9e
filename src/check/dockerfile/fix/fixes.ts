import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { commandsOf, fromsOf, type StagedStep, stepsOf } from '../find/steps.ts';
import { type Instruction, type Value } from '../syntax/dockerfile.ts';
import { type Position, positionAt } from '../syntax/joined-text.ts';
import { type ShellCommand } from '../shell/shell-script.ts';

/** Text in place of `length` characters of one line. */
export interface Edit {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
  /** The whole line goes. */
  readonly removesLine?: boolean;
}

type Fix = (subject: DockerfileSubject, place: Position) => Iterable<Edit>;

/** What can be rewritten without a decision, by rule: the build does the same as before, or what the rule asks for. */
export const fixes: ReadonlyMap<string, Fix> = new Map<string, Fix>([
  ['apt-yes', afterWord(/^install$/, '-y')],
  ['apt-recommends', afterWord(/^install$/, '--no-install-recommends')],
  ['apk-cache', afterWord(/^add$/, '--no-cache')],
  ['pip-cache', afterWord(/^install$/, '--no-cache-dir')],
  ['yum-yes', afterWord(/install$/, '-y')],
  ['dnf-yes', afterWord(/^in$|install$/, '-y')],
  ['zypper-yes', onCommand((command) => [{ ...next(command.nameEnd), length: 0, text: ' --non-interactive' }])],
  [
    'apt-tool',
    onCommand(({ nameEnd }) => [{ line: nameEnd.line, column: nameEnd.column - 'apt'.length + 1, length: 'apt'.length, text: 'apt-get' }]),
  ],
  ['add-instead-of-copy', onInstruction((instruction) => [replaceWord(instruction, instruction.word === 'add' ? 'copy' : 'COPY')])],
  ['instruction-case', fixCase],
  ['from-as-case', onFrom(2, ({ word }, value) => replaceValue(value, word === word.toUpperCase() ? 'AS' : 'as'))],
  ['stage-name-case', onFrom(3, (_, value) => replaceValue(value, value.text.toLowerCase()))],
  ['redundant-platform', fixPlatform],
  ['maintainer', onInstruction(fixMaintainer)],
  ['legacy-key-value', onInstruction(fixPair)],
  ['port-protocol-case', fixProtocol],
  ['many-sources-without-slash', onInstruction((instruction) => addSlash(instruction))],
  ['empty-continuation', (subject, { line }) => emptyLinesOf(subject, line)],
]);

function onCommand(edit: (command: ShellCommand) => Iterable<Edit>): Fix {
  return function* (subject, { line, column }) {
    const found = commandsOf(subject).find(({ command: { position } }) => position.line === line && position.column === column);
    if (found === undefined) return;
    for (const each of edit(found.command)) if (isThere(subject, found.command)) yield each;
  };
}

/** A name in quotes or of a script inside a script is not where its position says. */
function isThere({ build: { file } }: DockerfileSubject, { name, nameEnd }: ShellCommand): boolean {
  return file.lines[nameEnd.line - 1]?.slice(0, nameEnd.column).endsWith(name) === true;
}

/** Puts an option after the subcommand. */
function afterWord(pattern: RegExp, option: string): Fix {
  return function* (subject, place) {
    const { lines } = subject.build.file;
    const found = commandsOf(subject).find(({ command: { position } }) => position.line === place.line && position.column === place.column);
    const word = found?.command.words.find(({ value }) => pattern.test(value));
    if (word === undefined) return;
    const { line, column } = word.position;
    if (lines[line - 1]?.startsWith(word.value, column - 1) === true)
      yield { line, column: column + word.value.length, length: 0, text: ` ${option}` };
  };
}

function next({ line, column }: Position): Position {
  return { line, column: column + 1 };
}

function onInstruction(edit: (instruction: Instruction) => Iterable<Edit>): Fix {
  return function* (subject, { line }) {
    const found = stepsOf(subject).find(({ step }) => step.instruction.line === line && !step.isTrigger);
    if (found !== undefined) yield* edit(found.step.instruction);
  };
}

function onFrom(count: number, edit: (instruction: Instruction, value: Value) => (instruction: Instruction) => Edit): Fix {
  return function* (subject, { line }) {
    const found = [...fromsOf(subject)].find(({ step }) => step.instruction.line === line)?.step.instruction;
    const value = found?.values[count - 1];
    if (found !== undefined && value !== undefined) yield edit(found, value)(found);
  };
}

function replaceValue(value: Value, text: string): (instruction: Instruction) => Edit {
  return ({ source }) => ({ ...positionAt(source, value.start), length: value.end - value.start, text });
}

function replaceWord({ source, word }: Instruction, text: string): Edit {
  return { ...positionAt(source, 0), length: word.length, text };
}

function* fixCase({ build: { file } }: DockerfileSubject, { line }: Position): Iterable<Edit> {
  const instruction = file.instructions.find((each) => each.line === line);
  if (instruction === undefined) return;
  const lower = file.instructions.filter(({ word }) => word === word.toLowerCase()).length;
  const upper = file.instructions.filter(({ word, keyword }) => word === keyword).length;
  yield replaceWord(instruction, lower > upper ? instruction.keyword.toLowerCase() : instruction.keyword);
}

function* fixPlatform(subject: DockerfileSubject, { line }: Position): Iterable<Edit> {
  const found = [...fromsOf(subject)].find(({ step }: StagedStep) => step.instruction.line === line)?.step.instruction;
  const flag = found?.flags.find(({ name }) => name === 'platform');
  if (found !== undefined && flag !== undefined)
    yield { ...positionAt(found.source, flag.start), length: flag.end - flag.start + 1, text: '' };
}

function* fixMaintainer(instruction: Instruction): Iterable<Edit> {
  const { source, rest, line, endLine } = instruction;
  if (line !== endLine) return;
  const name = rest.replace(/^(["'])(.*)\1$/, '$2');
  const text = `LABEL org.opencontainers.image.authors=${JSON.stringify(name)}`;
  yield {
    ...positionAt(source, 0),
    length: source.text.trimEnd().length,
    text: instruction.word === 'maintainer' ? text.replace('LABEL', 'label') : text,
  };
}

/** `ENV KEY value` on one line. A value with quotes or variables inside is left to its author. */
function* fixPair({ source, values, line, endLine }: Instruction): Iterable<Edit> {
  const [key, value] = values;
  if (key === undefined || value === undefined || line !== endLine || /["'\\`]/.test(value.text)) return;
  const text = /\s/.test(value.text) ? `"${value.text}"` : value.text;
  yield { ...positionAt(source, key.end), length: value.end - key.end, text: `=${text}` };
}

function* fixProtocol(subject: DockerfileSubject, { line, column }: Position): Iterable<Edit> {
  for (const { step } of stepsOf(subject, 'EXPOSE'))
    for (const value of step.instruction.values) {
      const start = positionAt(step.instruction.source, value.start);
      if (start.line === line && start.column === column) yield { ...start, length: value.text.length, text: value.text.toLowerCase() };
    }
}

function* addSlash({ source, values, isJson }: Instruction): Iterable<Edit> {
  const target = values.at(-1);
  if (target !== undefined && !isJson && !/["']$/.test(target.text))
    yield { ...positionAt(source, target.end - 1), length: 1, text: `${target.text.at(-1)!}/` };
}

function* emptyLinesOf({ build: { file } }: DockerfileSubject, line: number): Iterable<Edit> {
  for (const number of file.instructions.find((each) => each.line === line)?.emptyLines ?? [])
    yield { line: number, column: 1, length: 0, text: '', removesLine: true };
}
