import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { ModuleRoots } from '../walk/module-roots.ts';

/** Below the folder of an installation: where distributions and Perl's own installer put modules, `*` for any one folder. */
const patterns = [
  'etc/perl',
  'lib/*/perl-base', 'lib/*/perl/*', 'lib/*/perl5', 'lib/*/perl5/*', 'local/lib/*/perl/*', 'local/share/perl/*',
  'share/perl/*', 'share/perl5', 'share/perl5/*', 'local/share/perl5', 'local/share/perl5/*', 'local/lib64/perl5', 'local/lib64/perl5/*', 'lib64/perl5', 'lib64/perl5/*',
  'lib/perl5', 'lib/perl5/*', 'lib/perl5/*/*', 'lib/perl5/*/*/*', 'lib/site_perl', 'lib/vendor_perl',
]; // prettier-ignore

/** Folders in which Perl finds modules: perlrun, "@INC". All places where one may be count. */
export class PerlRoots extends ModuleRoots {
  override add(folder: string): void {
    const path = normalizePath(folder);
    if (path !== '' && this.world.tree.get(path)?.type === 'directory') super.add(path);
  }

  addInterpreter(path: string): void {
    const prefix = parentPath(parentPath(path));
    for (const base of new Set([prefix, 'usr', ''])) for (const pattern of patterns) this.#addMatching(base, pattern.split('/'));
    for (const folder of (this.world.variable('PERL5LIB') ?? '').split(':')) this.add(folder);
    const local = (this.world.variable('PERL_LOCAL_LIB_ROOT') ?? '').split(':');
    for (const folder of local) if (folder !== '') this.add(`${folder}/lib/perl5`);
  }

  #addMatching(folder: string, [part, ...rest]: readonly string[]): void {
    if (part === undefined) {
      this.add(folder);
      return;
    }
    if (part !== '*') this.#addMatching(folder === '' ? part : `${folder}/${part}`, rest);
    else
      for (const [name, { type }] of this.world.tree.list(folder))
        if (type !== 'file' && (rest.length > 0 || /^(?:v?5[\d.]*|(?:site|vendor|core)_perl|[\w-]+-linux[\w-]*)$/.test(name)))
          this.#addMatching(`${folder}/${name}`, rest);
  }

  /** Files of a module, its compiled part and what is loaded of it on demand. */
  resolve(module: string): readonly string[] {
    const relative = module.replaceAll('::', '/').replaceAll("'", '/');
    const last = relative.slice(relative.lastIndexOf('/') + 1);
    const found: string[] = [];
    for (const root of this.all) {
      for (const path of [`${root}/${relative}.pm`, `${root}/auto/${relative}/${last}.so`])
        if (this.world.tree.get(path)?.type === 'file') found.push(path);
      for (const name of this.world.tree.list(`${root}/auto/${relative}`).keys())
        if (/\.(?:al|ix|bs)$/.test(name)) found.push(`${root}/auto/${relative}/${name}`);
    }
    return found;
  }
}
