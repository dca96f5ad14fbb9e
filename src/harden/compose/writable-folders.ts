import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';

/** A folder that needs a temporary file system where the root file system is read-only. */
export interface WritableFolder {
  readonly path: string;
  readonly reason: string;
}

export interface WritableFolders {
  readonly folders: readonly WritableFolder[];
  /** Folders that are likely written to and hold files of the image, which a temporary file system would hide. */
  readonly filled: readonly string[];
}

/** Where services keep what they make while they run; Filesystem Hierarchy Standard 3.0, 5. */
const stateFolders = ['var/cache', 'var/log', 'var/lib', 'var/spool'];

/** Programs of the system whose folders no service needs. */
const systemFolders =
  /^(?:apt|dpkg|apk|rpm|dnf|yum|pacman|ldconfig|debconf|ucf|misc|systemd|private|journal|man|fontconfig|pam|shells\.state|python|vim|polkit-1|alternatives|games|color|os-prober|cron|mail|news|rwho|lpd|plymouth|urandom|initscripts|logrotate)$/;

/** Folders below which programs write, from what the image has: empty ones of its services, and those that every program may use. */
export function findWritableFolders(tree: FileTree, programs: readonly string[], mounted: readonly string[]): WritableFolders {
  const folders: WritableFolder[] = [{ path: '/tmp', reason: 'programs keep temporary files here' }];
  const filled: string[] = [];
  const isMounted = (path: string): boolean => mounted.some((mount) => `/${path}/`.startsWith(`${mount.replace(/\/+$/, '')}/`));
  const run = tree.get('run')?.type === 'directory' ? 'run' : 'var/run';
  if (!isMounted(run)) folders.push({ path: `/${run}`, reason: 'pid files and sockets' });
  for (const state of stateFolders)
    for (const [name, entry] of tree.list(state)) {
      if (entry.type !== 'directory' || systemFolders.test(name) || isMounted(`${state}/${name}`)) continue;
      const isOwned = entry.userId !== 0 || hasOwnedFolder(tree, entry);
      const isNamed = programs.some((program) => program.startsWith(name) || name.startsWith(program));
      if (!isOwned && !isNamed) continue;
      if (leadsElsewhere(tree, entry)) continue;
      if (hasFiles(tree, entry, 0)) filled.push(`/${state}/${name}`);
      else folders.push({ path: `/${state}/${name}`, reason: isOwned ? `belongs to user ${ownerOf(tree, entry)}, and is empty` : `${name} writes here, and it is empty` });
    } // prettier-ignore
  return { folders: folders.filter(({ path }) => !isMounted(path.slice(1))), filled };
}

function ownerOf(tree: FileTree, entry: TreeEntry): number {
  if (entry.userId !== 0) return entry.userId;
  return [...tree.list(entry.path).values()].find(({ userId }) => userId !== 0)?.userId ?? 0;
}

function hasOwnedFolder(tree: FileTree, { path }: TreeEntry): boolean {
  return [...tree.list(path).values()].some(({ type, userId }) => type === 'directory' && userId !== 0);
}

/** Logs that are links to `/dev/stdout` need no folder. */
function leadsElsewhere(tree: FileTree, { path }: TreeEntry): boolean {
  const content = [...tree.list(path).values()];
  return content.length > 0 && content.every(({ type, linkTarget }) => type === 'symlink' && linkTarget?.startsWith('/dev/') === true);
}

/** Anything but folders, also below. */
function hasFiles(tree: FileTree, { path }: TreeEntry, depth: number): boolean {
  for (const entry of tree.list(path).values())
    if (entry.type !== 'directory' || depth > 8 || hasFiles(tree, entry, depth + 1)) return true;
  return false;
}
