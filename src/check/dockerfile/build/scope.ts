import { type Lookup, type Variable } from './expand.ts';

/** Names that a stage knows: its own and those of the stage that it is built from. */
export interface Scope {
  readonly own: Map<string, Variable>;
  readonly parent?: Scope;
  readonly depth: number;
}

/** A chain that is longer is copied into one map, so that a look-up stays short in a file of 100,000 stages. */
const longestChain = 16;

export function childScope(parent: Scope | undefined): Scope {
  if (parent === undefined) return { own: new Map(), depth: 0 };
  if (parent.own.size === 0 && parent.parent !== undefined) return childScope(parent.parent);
  if (parent.depth < longestChain) return { own: new Map(), parent, depth: parent.depth + 1 };
  const own = new Map<string, Variable>();
  const chain: Scope[] = [];
  for (let scope: Scope | undefined = parent; scope !== undefined; scope = scope.parent) chain.push(scope);
  for (const scope of chain.reverse()) for (const [name, variable] of scope.own) own.set(name, variable);
  return { own, depth: 0 };
}

export function lookupIn(scope: Scope): Lookup {
  return (name) => {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const found = at.own.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Every name, for suggestions. */
export function namesIn(scope: Scope): readonly string[] {
  const names: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) names.push(...at.own.keys());
  return names;
}
