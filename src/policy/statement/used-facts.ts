import { type ASTNode } from '@marcbachmann/cel-js';

/** Paths of the facts of a finding that an expression asks for: `severity`, `package.name`. `undefined` where it takes the finding as a whole. */
export function usedFacts(root: ASTNode): readonly string[] | undefined {
  const used = new Set<string>();
  const open: unknown[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...(next as unknown[]));
    if (!isNode(next)) continue;
    const path = pathOf(next);
    if (path === 'finding' || path === 'finding.package') return undefined;
    if (path?.startsWith('finding.') === true) used.add(path.slice('finding.'.length));
    else open.push(next.args);
  }
  return [...used].sort();
}

/** `a.b.c` of plain member access; `undefined` for anything else. */
function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const [owner, name] = node.args;
  const path = pathOf(owner);
  return path === undefined ? undefined : `${path}.${name}`;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
