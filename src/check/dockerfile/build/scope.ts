import { type Lookup, type Variable } from './expand.ts';

/** Names that a stage knows: its own and those of the stage that it is built from. */
export interface Scope {
  readonly own: Map<string, Variable>;
  readonly parent?: Scope;
  readonly depth: number;
  /** There are more names than are kept: what is not found may be there. */
  readonly isCut: boolean;
}

/** A chain that is longer is copied into one map, so that a look-up stays short in a file of 100,000 stages. */
const longestChain = 16;
/** Names that are copied. */
const mostNames = 1_000;

export function childScope(parent: Scope | undefined): Scope {
  if (parent === undefined) return { own: new Map(), depth: 0, isCut: false };
  if (parent.own.size === 0 && parent.parent !== undefined) return childScope(parent.parent);
  if (parent.depth < longestChain) return { own: new Map(), parent, depth: parent.depth + 1, isCut: parent.isCut };
  const own = new Map<string, Variable>();
  for (let scope: Scope | undefined = parent; scope !== undefined; scope = scope.parent)
    for (const [name, variable] of scope.own) {
      if (own.size === mostNames) return { own: new Map(), parent: { own, depth: 0, isCut: true }, depth: 1, isCut: true };
      if (!own.has(name)) own.set(name, variable);
    }
  return { own: new Map(), parent: { own, depth: 0, isCut: parent.isCut }, depth: 1, isCut: parent.isCut };
}

export function lookupIn(scope: Scope): Lookup {
  return (name) => {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const found = at.own.get(name);
      if (found !== undefined) return found;
    }
    return scope.isCut ? {} : undefined;
  };
}
