import { normalizePath } from '../../lib/path/normalize-path.ts';
import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { type FileSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';

/** What an image's files and environment tell its dynamic loaders. */
export interface LoaderSettings {
  /** `LD_LIBRARY_PATH`. */
  readonly libraryPath: readonly string[];
  /** Folders of `ld.so.conf` and the files that it includes, in their order. */
  readonly configured: readonly string[];
  /** Folders of musl's `/etc/ld-musl-ARCHITECTURE.path`; its own ones where there is no such file. */
  readonly ofMusl: readonly string[];
  /** Libraries that are loaded into every program: `LD_PRELOAD` and `/etc/ld.so.preload`. */
  readonly preloaded: readonly string[];
}

const configuration = 'etc/ld.so.conf';
const preload = 'etc/ld.so.preload';
const maxBytes = 64 * 1024;

/** Files that {@link readLoaderSettings} reads; they must be kept when layers are read. */
export const loaderSelectors: readonly FileSelector[] = [
  { paths: [configuration, preload], inDirectories: [{ directory: 'etc/ld.so.conf.d', suffix: '' }], maxBytes },
  { inDirectories: [{ directory: 'etc', suffix: '.path' }], maxBytes },
];

/** ld.so(8), ldconfig(8) and musl's ldso/dynlink.c. `environment` is the image's, as `NAME=value`. */
export function readLoaderSettings(tree: FileTree, environment: readonly string[]): LoaderSettings {
  const value = (name: string): string => environment.findLast((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const muslPaths = [...tree.list('etc')].filter(([name]) => /^ld-musl-.*\.path$/.test(name)).map(([name]) => `etc/${name}`);
  return {
    libraryPath: split(value('LD_LIBRARY_PATH'), /[:;]/),
    configured: readConfiguration(tree, configuration, new Set()),
    ofMusl: muslPaths.length === 0 ? muslFolders : muslPaths.flatMap((path) => split(textAt(tree, path), /[:\n]/)),
    preloaded: [...value('LD_PRELOAD').split(/[:\s]+/), ...textAt(tree, preload).split(/[:\s]+/)].filter((name) => name !== ''),
  };
}

const muslFolders = ['lib', 'usr/local/lib', 'usr/lib'];

function split(text: string, separator: RegExp): readonly string[] {
  return text.split(separator).flatMap((part) => (part.startsWith('/') ? [normalizePath(part.trim())] : []));
}

function textAt(tree: FileTree, path: string): string {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  return content === undefined ? '' : Buffer.from(content).toString('latin1');
}

function readConfiguration(tree: FileTree, path: string, seen: Set<string>): readonly string[] {
  // Files may include each other.
  if (seen.has(path) || seen.size > 1_000) return [];
  seen.add(path);
  return textAt(tree, path)
    .split('\n')
    .flatMap((line) => {
      const text = line.replace(/#.*/, '').trim();
      const included = /^include\s+(.+)$/.exec(text)?.[1];
      if (included !== undefined) return included.split(/\s+/).flatMap((pattern) => readIncluded(tree, pattern, seen));
      return split(text.replace(/=.*/, ''), /[:,\s]+/);
    });
}

function readIncluded(tree: FileTree, pattern: string, seen: Set<string>): readonly string[] {
  const path = normalizePath(pattern.startsWith('/') ? pattern : `etc/${pattern}`);
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(slash, 0));
  const wanted = compileGlob(path.slice(slash + 1));
  const names = [...tree.list(folder).keys()].filter((name) => wanted.matches(name)).sort();
  return names.flatMap((name) => readConfiguration(tree, `${folder}/${name}`, seen));
}
