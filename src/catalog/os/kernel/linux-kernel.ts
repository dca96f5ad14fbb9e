import { type TreeEntry } from '../../../model/file-tree.ts';
import { type CatalogContext, type Catalogued, type DirectoryCataloger } from '../../cataloger.ts';
import { makeLanguagePackage } from '../../language/language-package.ts';

/**
 * Kernels and their modules that no package of a distribution owns: `boot/vmlinuz-VERSION` and `lib/modules/VERSION/`; depmod(8), installkernel(8). A container runs its host's
 * kernel, so that none of their flaws can be reached: they are listed and not applicable.
 */
export const linuxKernel: DirectoryCataloger = {
  id: 'linux-kernel',
  evidence: 'file',
  ecosystems: ['generic'],
  details: [],
  reads: '`/boot/vmlinuz-*`, `/lib/modules/*/`',
  directories: ['boot', 'lib/modules', 'usr/lib/modules'],
  catalogChild: catalogKernel,
};

/** depmod writes the first two; the last is there without it. */
const moduleLists = ['modules.dep', 'modules.builtin', 'modules.order'];

function catalogKernel(child: TreeEntry, { tree }: CatalogContext): Catalogued {
  const name = child.path.slice(child.path.lastIndexOf('/') + 1);
  const isImage = child.path.startsWith('boot/');
  const version = isImage ? /^(?:vmlinu[xz]|bzImage|Image|kernel)-(\d.*)$/.exec(name)?.[1] : /^\d.*$/.exec(name)?.[0];
  if (version === undefined || (isImage ? child.type !== 'file' : child.type !== 'directory')) return { packages: [], issues: [] };
  // A file, because packages own files.
  const list = isImage ? child : moduleLists.map((file) => tree.get(`${child.path}/${file}`)).find((entry) => entry?.type === 'file');
  if (list === undefined) return { packages: [], issues: [] };
  return { packages: [{ ...makeLanguagePackage('generic', { name: 'linux-kernel', version }, list), isOwnersOwn: true }], issues: [] };
}
