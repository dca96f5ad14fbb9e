import { forEachChild, parse, type Command, type SyntaxNode, type Word } from 'unbash';
import { limits } from '../../../model/limits.ts';
import { type Lookup } from '../build/expand.ts';
import { type Position } from '../syntax/joined-text.ts';
import { programName, type ScriptText, type ShellCommand, type ShellScript, type ShellWord } from './shell-script.ts';
import { posixShells } from './shell.ts';
import { readWord } from './read-word.ts';
import { unwrap } from './unwrap.ts';

/** Finds the simple commands of a script. Never throws: what no shell would read is its fault, and the rest is read. */
export function readScript(script: ScriptText, lookup: Lookup, depth = 0): ShellScript {
  const { text, positionAt } = script;
  if (text.length > limits.shellCharacters || countOf(text, '<<') > limits.shellHeredocs)
    return { ...empty, fault: { message: `the command is too long to be read as shell`, position: positionAt(0) } };
  const tree = parse(text);
  const commands: ShellCommand[] = [];
  const pipes: Position[] = [];
  const cut = { isCut: false };
  const visit = (node: SyntaxNode): void => {
    if (commands.length >= limits.shellCommands) {
      cut.isCut = true;
      return;
    }
    if (node.type === 'Pipeline' && node.commands.length > 1) pipes.push(positionAt(node.pos));
    if (node.type === 'Command') commands.push(...readCommand(node, script, lookup, depth));
    // A script in backquotes has offsets of its own; its commands are rare and their places unknown.
    if (node.type === 'Script' && node.source !== undefined && node !== tree) return;
    forEachChild(node, visit);
  };
  visit(tree);
  const [error] = cut.isCut
    ? [{ message: `it has more than ${limits.shellCommands} commands; the rest is not checked`, pos: 0 }]
    : (tree.errors ?? []);
  return {
    commands,
    pipes,
    statementCount: tree.commands.reduce((sum, { command }) => sum + (command.type === 'AndOr' ? command.commands.length : 1), 0),
    ...(error === undefined ? {} : { fault: { message: error.message, position: positionAt(error.pos) } }),
  };
}

const empty: ShellScript = { commands: [], pipes: [], statementCount: 1 };

function* readCommand(node: Command, script: ScriptText, lookup: Lookup, depth: number): Iterable<ShellCommand> {
  const { positionAt } = script;
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.suffix.filter((each) => each.type === 'Word' || each.type === 'Assignment')]
    .flatMap((word) => (word.type === 'Word' ? readWord(word, script, lookup) : [plainWord(word.text, word.pos, script)])); // prettier-ignore
  const [first, ...rest] = words;
  const assignments = node.prefix.flatMap((each) =>
    each.type === 'Assignment' ? [{ name: each.name, value: assignedValue(each.value, script, lookup) }] : [],
  );
  const begin = node.name?.pos ?? node.pos;
  const command: ShellCommand = {
    name: first === undefined ? '' : programName(first.value),
    words: rest,
    assignments,
    via: [],
    position: positionAt(node.pos),
    end: positionAt(Math.max(node.pos, node.end - 1)),
    nameEnd: positionAt(Math.max(begin, (node.name?.end ?? begin) - 1)),
  };
  yield command;
  for (const inner of unwrap(command)) {
    yield inner;
    yield* readNested(inner, lookup, depth);
  }
  yield* readNested(command, lookup, depth);
}

/** The script that `sh -c` is given. */
function* readNested(command: ShellCommand, lookup: Lookup, depth: number): Iterable<ShellCommand> {
  if (!posixShells.has(command.name) || depth >= deepestShell) return;
  const at = command.words.findIndex(({ value }) => /^-[a-zA-Z]*c$/.test(value));
  const word = at < 0 ? undefined : command.words[at + 1];
  if (word === undefined) return;
  const { commands } = readScript({ text: word.value, positionAt: () => word.position }, lookup, depth + 1);
  yield* commands.map((each) => ({ ...each, via: [...command.via, command.name, ...each.via] }));
}

/** `sh -c "sh -c …"`. */
const deepestShell = 4;

function assignedValue(value: Word | { readonly type: 'ArrayValue' }, script: ScriptText, lookup: Lookup): string {
  return value.type === 'Word'
    ? readWord(value, script, lookup)
        .map((word) => word.value)
        .join(' ')
    : '';
}

function plainWord(text: string, pos: number, { positionAt }: ScriptText): ShellWord {
  return { value: text, position: positionAt(pos), isKnown: true, isQuoted: false };
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
