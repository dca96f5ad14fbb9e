import { parentPath } from '../../lib/path/normalize-path.ts';
import { ModuleRoots } from '../walk/module-roots.ts';

/** Folders in which Python finds modules, in its order; docs.python.org/3/library/sys_path_init.html. */
export class PythonRoots extends ModuleRoots {
  /** The folders that belong to an interpreter at a path, before and after links: those of a virtual environment are beside the link. */
  addInterpreter(path: string): void {
    const prefix = parentPath(parentPath(path));
    for (const library of ['lib', 'lib64', 'local/lib', 'lib/python3']) {
      for (const [name, entry] of this.world.tree.list(`${prefix}/${library}`)) {
        const folder = `${prefix}/${library}/${name}`;
        if (/^(?:python|pypy)\d[\d.]*$/.test(name) && entry.type !== 'file') this.#addLibrary(folder);
        else if (name === 'dist-packages') this.add(folder);
      }
    }
  }

  #addLibrary(folder: string): void {
    for (const one of [folder, `${folder}/lib-dynload`, `${folder}/site-packages`, `${folder}/dist-packages`])
      if (this.world.tree.get(one)?.type === 'directory') this.add(one);
  }

  /** Folders of installed packages: their `.pth` files are read at start. */
  *sites(): Iterable<string> {
    for (const root of this.all) if (/(?:site|dist)-packages$/.test(root)) yield root;
  }

  /** Names of modules and packages that are directly in a folder of modules. */
  *topLevel(): Iterable<string> {
    for (const root of this.all) for (const name of this.world.tree.list(root).keys()) if (/^[A-Za-z_]\w*(?:\.py|\.[\w-]+\.so)?$/.test(name)) yield name.split('.', 1)[0]!; // prettier-ignore
  }

  /** Files of a module and of the packages it is in; empty where there is none. `isWhole` is false where only a package above it is there. */
  resolve(name: string): { readonly files: readonly string[]; readonly isWhole: boolean } {
    let best: { files: readonly string[]; isWhole: boolean } = { files: [], isWhole: false };
    for (const root of this.all) {
      const found = this.#inRoot(root, name.split('.'));
      if (found.isWhole && found.files.length > 0) return found;
      if (found.files.length > best.files.length) best = found;
    }
    return best;
  }

  #inRoot(root: string, parts: readonly string[]): { readonly files: readonly string[]; readonly isWhole: boolean } {
    const files: string[] = [];
    let folder = root;
    for (const [at, part] of parts.entries()) {
      const children = this.world.tree.list(folder);
      const isLast = at === parts.length - 1;
      const child = children.get(part);
      const isFolder = child !== undefined && this.world.tree.get(`${folder}/${part}`)?.type === 'directory';
      if (isFolder) {
        // Without `__init__.py` it is a namespace package.
        const init = `${folder}/${part}/__init__.py`;
        const isRegular = this.world.tree.get(init) !== undefined;
        if (isRegular) files.push(init);
        // A module is found before a namespace package of its name: folders of type stubs are beside compiled modules.
        else
          files.push(
            ...[...children.keys()]
              .filter((name) => name === `${part}.py` || (name.startsWith(`${part}.`) && name.endsWith('.so')))
              .map((name) => `${folder}/${name}`),
          );
        folder = `${folder}/${part}`;
        if (isLast) return { files, isWhole: true };
        continue;
      }
      const modules = [...children.keys()].filter(
        (name) => name === `${part}.py` || name === `${part}.pyc` || (name.startsWith(`${part}.`) && name.endsWith('.so')),
      );
      files.push(...modules.map((name) => `${folder}/${name}`));
      return { files, isWhole: isLast && modules.length > 0 };
    }
    return { files, isWhole: false };
  }
}
