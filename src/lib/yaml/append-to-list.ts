import { isMap, isNode, isSeq, type Node, type YAMLMap } from 'yaml';
import { composeYaml } from './compose-yaml.ts';

/**
 * Adds a line to a list that is a member of a top-level mapping, and changes no other byte: `section: {list: [item]}` in block style. The list is made
 * where the section has none. `item` is one line of YAML. Returns `undefined` where the section does not exist or is written in flow style.
 */
export function appendToList(text: string, section: string, list: string, item: string, maxDepth: number): string | undefined {
  const [document] = composeYaml(text, maxDepth, { version: '1.2', schema: 'core' }).documents;
  const members: unknown = document?.get(section, true);
  if (!isMap(members) || members.flow === true || members.items.length === 0) return undefined;
  const present: unknown = members.get(list, true);
  if (present === undefined || present === null) return insertList(text, members, list, item);
  if (!isSeq(present) || present.flow === true || present.items.length === 0) return undefined;
  return insertAfter(text, present, `${' '.repeat(columnOf(text, present))}- ${item}\n`);
}

function insertList(text: string, members: YAMLMap, list: string, item: string): string {
  const indent = ' '.repeat(columnOf(text, members));
  return insertAfter(text, members, `${indent}${list}:\n${indent}  - ${item}\n`);
}

/** On the line after the last line of the node. */
function insertAfter(text: string, node: Node, line: string): string {
  const end = endOf(node);
  const next = end > 0 && text.charAt(end - 1) === '\n' ? end : text.indexOf('\n', end) + 1;
  // The last line of the text has no end of line.
  if (next === 0) return `${text}\n${line}`;
  return `${text.slice(0, next)}${line}${text.slice(next)}`;
}

/** Of a block collection the range takes in comments that follow; its last value does not. */
function endOf(node: Node): number {
  const last: unknown = isMap(node) ? (node.items.at(-1)?.value ?? node.items.at(-1)?.key) : isSeq(node) ? node.items.at(-1) : undefined;
  return isNode(last) ? endOf(last) : (node.range?.[1] ?? 0);
}

function columnOf(text: string, { range }: Node): number {
  const start = range?.[0] ?? 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}
