import { type FileTree } from '../../../model/file-tree.ts';
import { type Inspection, type Inspector } from '../../../model/layer-index.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { normalizeDebianLicense } from './debian-license.ts';

/**
 * Licences of Debian packages: `usr/share/doc/PACKAGE/copyright`, Debian policy 12.5. In the machine-readable form (copyright-format 1.0) the `License:` fields, in any other the
 * texts in `usr/share/common-licenses/` that it refers to. The files together have many megabytes, so that only the names are kept.
 */
export const debianCopyright: Inspector = {
  id: 'debian-copyright',
  version: 1,
  minFileBytes: 16,
  maxStateBytes: 16 * 1024,
  wants: ({ path }) => path.endsWith('/copyright') && path.startsWith('usr/share/doc/'),
  open: () => new CopyrightInspection(),
};

/** More lines than this are cut: no field that is read is longer. */
const maxLine = 2_048;
const maxNames = 64;

class CopyrightInspection implements Inspection {
  #rest = '';
  #isFormatted: boolean | undefined;
  readonly #names = new Set<string>();

  write(chunk: Uint8Array): void {
    if (this.#names.size >= maxNames) return;
    const text = this.#rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end).slice(0, maxLine);
    if (end > 0) this.#read(text.slice(0, end));
  }

  end(): readonly unknown[] {
    this.#read(`${this.#rest}\n`);
    return this.#names.size === 0 ? [] : [[...this.#names]];
  }

  #read(lines: string): void {
    this.#isFormatted ??= /^(?:Format|Format-Specification):/.test(lines.trimStart());
    const pattern = this.#isFormatted ? /^License:[ \t]*(\S[^\n]{0,256})$/gm : /\/usr\/share\/common-licenses\/([A-Za-z0-9.+-]{1,64})/g;
    for (const [, found = ''] of lines.matchAll(pattern)) {
      if (this.#names.size >= maxNames) return;
      // A sentence may end behind the path.
      const name = normalizeDebianLicense(this.#isFormatted ? found : found.replace(/\.+$/, ''));
      if (name !== undefined) this.#names.add(name);
    }
  }
}

const licensesByPath = rememberByTree(
  (tree): ReadonlyMap<string, readonly string[]> =>
    new Map(Array.from(tree.facts(debianCopyright.id), ({ entry, value }) => [entry.path, value as readonly string[]] as const)),
);

/** What the copyright file of a package names; the folder of one package may be a link to another's. */
export function copyrightLicenses(tree: FileTree, packageName: string): readonly string[] {
  const known = licensesByPath(tree);
  const entry = known.size === 0 ? undefined : tree.get(`usr/share/doc/${packageName}/copyright`);
  return (entry === undefined ? undefined : known.get(entry.path)) ?? [];
}
