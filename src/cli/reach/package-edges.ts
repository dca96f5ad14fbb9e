import { type ReachView } from './reach-view.ts';

/** A package, or the command, in the drawing of what leads to what. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly state: 'loaded' | 'loadable';
  readonly findings: number;
}

export interface PackageGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Packages that are reached, each with the package whose file leads to it first. */
export function packageEdges({ reach, packages }: ReachView): PackageGraph {
  const owner = new Map<string, string>();
  const reached = packages.filter(({ reach: found }) => found.steps !== undefined && found.steps.length > 0);
  for (const { package: one, reach: found } of reached) owner.set(found.steps!.at(-1)!.path, one.id);
  const root = 'command';
  const nodes: GraphNode[] = [{ id: root, label: reach.command.join(' ').slice(0, 60), state: 'loaded', findings: 0 }];
  const edges = reached.map(({ package: one, reach: found }) => {
    const state = found.state === 'loadable' ? 'loadable' : 'loaded';
    // Several packages may be one file, such as those inside one program.
    nodes.push({
      id: one.id,
      label: `${one.name} ${one.version ?? ''}`.trim(),
      state,
      findings: packages.find(({ package: each }) => each === one)?.findings.length ?? 0,
    });
    const before = found.steps!.slice(0, -1).findLast(({ path }) => owner.has(path) && owner.get(path) !== one.id);
    return { from: before === undefined ? root : owner.get(before.path)!, to: one.id };
  });
  return { nodes, edges };
}
