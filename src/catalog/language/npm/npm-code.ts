import { type FileTree } from '../../../model/file-tree.ts';
import { rememberByTree } from '../../remember-by-tree.ts';

/** Whether a package's folder has more than its manifest and documentation: code, data, styles, types. Packages inside it count for themselves. */
export function hasCode(tree: FileTree, folder: string): boolean {
  const known = answers(tree);
  const answer = known.get(folder) ?? findCode(tree, folder);
  known.set(folder, answer);
  return answer;
}

const answers = rememberByTree(() => new Map<string, boolean>());

function findCode(tree: FileTree, folder: string): boolean {
  const pending = [folder];
  for (let inside = pending.pop(); inside !== undefined; inside = pending.pop()) {
    for (const [name, { type }] of tree.list(inside)) {
      if (type !== 'directory') {
        if (!isDocument(name)) return true;
      } else if (name !== 'node_modules') pending.push(`${inside}/${name}`);
    }
  }
  return false;
}

/** What npm always publishes beside the code, and what people add to it. */
function isDocument(name: string): boolean {
  if (name.startsWith('.') || manifests.has(name)) return true;
  return documentSuffix.test(name) || (documentStem.test(name) && !codeSuffix.test(name));
}

const manifests = new Set(['package.json', 'package-lock.json', 'npm-shrinkwrap.json']);
const documentSuffix = /\.(?:md|markdown|txt|map)$/i;
const codeSuffix = /\.(?:[cm]?[jt]sx?|json|node|wasm)$/i;
const documentStem = /^(?:readme|licen[cs]e|copying|notice|authors|contributing|contributors|changelog|changes|history|security)\b/i;
