import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { type LockRecord } from '../lock-record.ts';
import { releaseOfGo } from './go-version.ts';
import { parseGoMod, type GoModFile } from './parse-go-mod.ts';
import { catalogLock } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';

/**
 * Modules of a source tree: go.mod, go.dev/ref/mod. Before Go 1.17 it names only what the project needs itself, and go.sum has the rest. An image has executables,
 * which say what they were built from.
 */
export const goMod: FileCataloger = {
  id: 'go-mod',
  evidence: 'declared',
  ecosystems: ['go'],
  details: ['dependencies'],
  isSourceOnly: true,
  files: { names: ['go.mod', 'go.sum'], maxBytes: limits.lockfileBytes },
  catalog: catalogGoMod,
};

function catalogGoMod(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  if (file.path.endsWith('go.sum')) {
    const isAlone = tree.get(file.path.replace(/go\.sum$/, 'go.mod')) === undefined;
    return catalogLock('go', goMod.id, file, { records: isAlone ? readSums(textOf(content)) : [], problems: [] });
  }
  const parsed = parseGoMod(textOf(content));
  const records = recordsOf(parsed);
  const known = new Set(records.map(({ name }) => name));
  const others = isPruned(parsed) ? [] : readSums(sumsBeside(tree, file.path)).filter(({ name }) => !known.has(name));
  return catalogLock('go', goMod.id, file, { records: [...records, ...others], problems: parsed.problems });
}

function recordsOf({ module, go, toolchain, requires, replaces }: GoModFile): readonly LockRecord[] {
  const records: LockRecord[] =
    module === undefined ? [] : [{ key: 'main', name: module, isOwn: true, dependencies: requires.map(({ path }) => path) }];
  // The first that names the module counts, with its version or with every one.
  const replacementOf = new Map([...replaces].reverse().map((each) => [`${each.path} ${each.version ?? ''}`, each]));
  for (const { path, version } of requires) {
    const replacement = replacementOf.get(`${path} ${version}`) ?? replacementOf.get(`${path} `);
    if (replacement === undefined) records.push({ key: path, name: path, version, dependencies: [] });
    // A folder has code of its own, whatever version go.mod asks for.
    else if (replacement.newVersion === undefined) records.push({ key: path, name: path, dependencies: [] });
    else records.push({ key: path, name: replacement.newPath, version: replacement.newVersion, dependencies: [] });
  }
  const release = toolchain === undefined ? exactRelease(go) : releaseOfGo(toolchain);
  if (release !== undefined) records.push({ key: 'stdlib', name: 'stdlib', version: release, dependencies: [] });
  return records;
}

/** `go 1.22` names a language version, `go 1.22.5` also the least release that builds it. */
function exactRelease(go = ''): string | undefined {
  return /^1\.\d+\.\d+/.test(go) ? releaseOfGo(`go${go}`) : undefined;
}

/** go.dev/ref/mod, "Module graph pruning": from 1.17 on, go.mod names every module that the build needs. */
function isPruned({ go = '1.16' }: GoModFile): boolean {
  const [major = 0, minor = 0] = go.split('.').map(Number);
  return major > 1 || minor >= 17;
}

function sumsBeside(tree: FileTree, modPath: string): string {
  const entry = tree.get(modPath.replace(/go\.mod$/, 'go.sum'));
  const content = entry === undefined ? undefined : tree.read(entry);
  return content === undefined ? '' : textOf(content);
}

/** The highest version that has a sum of its content, not only of its go.mod. */
function readSums(text: string): readonly LockRecord[] {
  const versions = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [path, version] = line.trim().split(/\s+/);
    // Lines are in the order of versions, so that the last is the highest.
    if (path !== undefined && version !== undefined && !version.endsWith('/go.mod')) versions.set(path, version);
  }
  return [...versions].map(([name, version]) => ({ key: name, name, version, dependencies: [] }));
}
