import { type FileTree } from '../../../model/file-tree.ts';
import { npmFolderAround } from './npm-folder.ts';

/** Whether a package's folder has more than its manifest and documentation: code, data, styles, types. One pass over the tree, remembered with it. */
export function hasCode(tree: FileTree, folder: string): boolean {
  let folders = remembered.get(tree);
  if (folders === undefined) {
    folders = foldersWithCode(tree);
    remembered.set(tree, folders);
  }
  return folders.has(folder);
}

const remembered = new WeakMap<FileTree, ReadonlySet<string>>();

function foldersWithCode(tree: FileTree): ReadonlySet<string> {
  const found = new Set<string>();
  // Files of one package come one after another in most layers.
  let last = '/';
  for (const { path, type } of tree.files()) {
    if (type === 'directory') continue;
    if (path.startsWith(last) && !path.includes('/node_modules/', last.length - 1)) continue;
    const folder = npmFolderAround(path);
    if (folder === undefined || isDocument(path.slice(path.lastIndexOf('/') + 1))) continue;
    found.add(folder);
    last = `${folder}/`;
  }
  return found;
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
