import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { limits } from '../../model/limits.ts';
import { type Package } from '../../model/package.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { manifestEditors, upgradesFor } from '../../remedy/manifest/manifest-editors.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { type FilePatch } from './fix-view.ts';
import { patchWhole } from './patch-dockerfile.ts';

export interface ManifestPatches {
  readonly patches: readonly FilePatch[];
  readonly patched: readonly PlannedAction[];
  /** Commands that bring lock files in step, each with the folder that it runs in. */
  readonly relocks: readonly { readonly folder: string; readonly words: readonly string[] }[];
}

/** What the plan upgrades in the manifests of folders. Throws USAGE where a folder or a manifest cannot be read. */
export function patchManifests(
  folders: readonly string[],
  plan: readonly PlannedAction[],
  packages: ReadonlyMap<string, Package>,
): ManifestPatches {
  const patches: FilePatch[] = [];
  const patched = new Set<PlannedAction>();
  const relocks: { folder: string; words: readonly string[] }[] = [];
  for (const folder of folders)
    for (const name of list(folder)) {
      const editor = manifestEditors.find(({ file }) => file.test(name));
      const upgrades = editor === undefined ? [] : upgradesFor(editor, plan, packages);
      if (editor === undefined || upgrades.length === 0) continue;
      const path = join(folder, name);
      const before = readBoundedFile(path, limits.sourceFileBytes, 'the manifest').toString('utf8');
      const { text, done } = editor.edit(before, upgrades);
      const patch = patchWhole(path, before, text);
      if (patch === undefined) continue;
      patches.push(patch);
      if (editor.relock !== undefined) relocks.push({ folder, words: editor.relock });
      for (const action of plan) if (action.changes?.some((change) => done.includes(change.name)) === true && action.kind === 'upgrade-package') patched.add(action);
    }
  return { patches, patched: [...patched], relocks };
} // prettier-ignore

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true).sort();
  } catch (cause) {
    throw new PratiqueError('USAGE', `${folder} cannot be read: ${describeSystemError(cause)}`, { cause, hint: 'check the path' });
  }
} // prettier-ignore
