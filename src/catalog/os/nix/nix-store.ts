import { type TreeEntry } from '../../../model/file-tree.ts';
import { type CatalogContext, type Catalogued, type DirectoryCataloger } from '../../cataloger.ts';
import { filesBelow } from '../files-below.ts';
import { makeLanguagePackage } from '../../language/language-package.ts';

/**
 * Packages of a Nix store by the names of its paths, which is all that most images have: `HASH-NAME-VERSION[-OUTPUT]`; nix.dev/manual, "Store path" and
 * `builtins.parseDrvName`. Paths without a version are sources, scripts and configuration, and derivations are recipes: neither is a package.
 */
export const nixStore: DirectoryCataloger = {
  id: 'nix-store',
  evidence: 'file',
  ecosystems: ['nix'],
  details: ['files'],
  reads: '`/nix/store/*`',
  directories: ['nix/store'],
  catalogChild: catalogStorePath,
};

function catalogStorePath(child: TreeEntry, { tree }: CatalogContext): Catalogued {
  const place = parseStoreName(child.path.slice(child.path.lastIndexOf('/') + 1));
  if (place === undefined || child.type === 'symlink') return { packages: [], issues: [] };
  const { hash, name, version, output } = place;
  const qualifiers = { hash, ...(output === undefined ? {} : { output }) };
  const made = makeLanguagePackage('nix', { name, version, purl: { qualifiers } }, child);
  return {
    packages: [{ ...made, ownedPaths: () => (child.type === 'directory' ? filesBelow(tree, child.path) : [child.path]) }],
    issues: [],
  };
}

interface StoreName {
  readonly hash: string;
  readonly name: string;
  readonly version: string;
  readonly output?: string;
}

/** Nix's base 32 has no e, o, t and u. */
const storeName = /^([0-9a-df-np-sv-z]{32})-(.+)$/;
/** Names of outputs beside `out` that packages of nixpkgs have. */
const outputs =
  /-(bin|dev|lib|man|doc|info|devdoc|debug|static|data|libgcc|getent|dist|terminfo|modules|dnsutils|host|py|su|swap|mount|login)$/;
/** Archives, patches and hooks that a build left behind. */
const notInstalled = /\.(?:drv|patch|diff|lock|nix|sh|tar(?:\.\w+)?|tgz|zip|gem|crate|conf|json|chroot)$/;

/** `builtins.parseDrvName`: the version begins behind the first hyphen that no letter follows. */
function parseStoreName(text: string): StoreName | undefined {
  const [, hash, written] = storeName.exec(text) ?? [];
  if (hash === undefined || written === undefined || notInstalled.test(written)) return undefined;
  const output = outputs.exec(written)?.[1];
  const full = output === undefined ? written : written.slice(0, -output.length - 1);
  const hyphen = full.search(/-[^A-Za-z]/);
  const version = hyphen <= 0 ? '' : full.slice(hyphen + 1);
  if (!/^\d/.test(version)) return undefined;
  return { hash, name: full.slice(0, hyphen), version, ...(output === undefined ? {} : { output }) };
}
