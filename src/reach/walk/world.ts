import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type FileFact } from '../facts/file-fact.ts';
import { reachInspectorId } from '../facts/reach-inspector.ts';

/** What a container sees when it starts, and what was learned of its files. */
export interface World {
  readonly tree: FileTree;
  /** `NAME=value`, as the image's configuration has them. */
  readonly environment: readonly string[];
  /** Without a leading slash. */
  readonly workingDirectory: string;
  factsOf(entry: TreeEntry): readonly FileFact[];
  variable(name: string): string | undefined;
}

export interface WorldInput {
  readonly tree: FileTree;
  readonly environment: readonly string[];
  readonly workingDirectory: string;
}

export function makeWorld({ tree, environment, workingDirectory }: WorldInput): World {
  const facts = new Map<string, FileFact[]>();
  for (const { entry, value } of tree.facts(reachInspectorId)) {
    const known = facts.get(entry.path);
    // Written by this build, or by one with the same version of the inspector.
    if (known === undefined) facts.set(entry.path, [value as FileFact]);
    else known.push(value as FileFact);
  }
  const variables = new Map(environment.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const));
  return {
    tree,
    environment,
    workingDirectory,
    factsOf: (entry) => facts.get(entry.path) ?? none,
    variable: (name) => variables.get(name),
  };
}

const none: readonly FileFact[] = [];
