import { forEachChild, parse, type Command, type SyntaxNode, type Word } from 'unbash';
import { limits } from '../../model/limits.ts';
import { isArguments, knownPrefix, valuesOf, type Values } from './shell-word.ts';

/** A command of a script, with every way that its words may turn out. */
export interface ScriptCommand {
  /** What it may run; empty where that is decided at run time. */
  readonly programs: readonly string[];
  /** As written, for what is told of it. */
  readonly text: string;
  /** Its other words; what the script was given is put in the place of `"$@"`. */
  readonly words: readonly string[];
  /** Beginnings of words that end in something unknown, such as the folder of `/docker-entrypoint.d/$file`. */
  readonly prefixes: readonly string[];
  /** It runs whatever the script was given: `exec "$@"`. */
  readonly runsArguments: boolean;
  /** Only in some branch of the script. */
  readonly isConditional: boolean;
}

/** Branches, loops and functions: what is in them may run, or not. */
const conditional = new Set(['If', 'Elif', 'While', 'For', 'Case', 'Function', 'Select', 'ArithmeticFor']);

/** The commands of a script, substitutions included. Never throws: what is no shell gives none. */
export function readShell(text: string, given: readonly string[], environment: Values): readonly ScriptCommand[] {
  if (text.length > limits.shellCharacters) return [];
  const tree = parse(text);
  const assigned = new Map<string, string[]>();
  const values: Values = (name) => {
    if (name === '@' || name === '*') return given;
    if (/^\d$/.test(name)) return given.slice(Number(name) - 1, Number(name));
    return [...(assigned.get(name) ?? []), ...environment(name)];
  };
  collectAssignments(tree, assigned, values);
  const commands: ScriptCommand[] = [];
  const visit = (node: SyntaxNode, isConditional: boolean): void => {
    if (commands.length >= limits.shellCommands) return;
    if (node.type === 'Command') commands.push(...readCommand(node, given, values, isConditional));
    const isInside = isConditional || conditional.has(node.type);
    forEachChild(node, (child) => visit(child, isInside));
  };
  visit(tree, false);
  return commands;
}

/** Every literal that is given to a variable anywhere, and the words of loops. */
function collectAssignments(tree: SyntaxNode, assigned: Map<string, string[]>, values: Values): void {
  const add = (name: string, found: readonly string[]): void => {
    const known = assigned.get(name) ?? [];
    assigned.set(name, [...known, ...found.filter((value) => !known.includes(value))].slice(0, 16));
  };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Assignment' && node.value.type === 'Word') add(node.name, valuesOf(node.value, values) ?? []);
    if (node.type === 'For') for (const word of node.wordlist ?? []) add(node.name.value, valuesOf(word, values) ?? []);
    forEachChild(node, visit);
  };
  visit(tree);
}

function* readCommand(node: Command, given: readonly string[], values: Values, isConditional: boolean): Iterable<ScriptCommand> {
  if (node.name === undefined) return;
  const others = node.suffix.filter((each): each is Word => each.type === 'Word');
  const words = others.flatMap((word) => (isArguments(word) ? given : (valuesOf(word, values) ?? [])));
  const unknown = others.filter((word) => !isArguments(word) && valuesOf(word, values) === undefined);
  const isGiven = isArguments(node.name) || (node.name.value === 'exec' && others.some(isArguments) && isArguments(others.find((word) => !word.value.startsWith('-')) ?? node.name)); // prettier-ignore
  yield {
    programs: isArguments(node.name) ? [] : (valuesOf(node.name, values) ?? []),
    text: node.name.text,
    words,
    prefixes: [node.name, ...unknown].map((word) => knownPrefix(word, values)).filter((prefix) => prefix.startsWith('/')),
    runsArguments: isGiven,
    isConditional,
  };
}
