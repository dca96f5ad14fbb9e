import { normalizePath } from '../../lib/path/normalize-path.ts';
import { limits } from '../../model/limits.ts';
import { type Edge, type Walk } from '../walk/walk.ts';

/** Folders that programs of every kind name, and that files of every kind are in: a name like this says nothing. */
const common = [
  /^(?:usr\/)?(?:local\/)?(?:s?bin|lib(?:32|64|x32|exec)?|share|games|include|src|etc|man)?$/,
  /^(?:usr\/)?(?:local\/)?lib(?:64)?\/[^/]+-linux-(?:gnu|musl)[^/]*$/,
  /^usr\/(?:local\/)?share\/(?:doc|man|info|locale|applications|icons|pixmaps|lintian|bug|common-licenses|base-files)(?:\/|$)/,
  /^(?:etc|opt|srv|home|root|tmp|run|proc|sys|dev|var|boot|mnt|media)$/,
  /^var\/(?:lib|cache|log|run|tmp|spool|mail|lock|opt|local|backups)$/,
  /^var\/(?:lib\/(?:dpkg|apt|rpm|pacman)|cache\/apt|lib\/apk)(?:\/|$)/,
  /^(?:proc|sys|dev|run|tmp)\//,
  /^etc\/(?:default|init\.d|alternatives|profile\.d|rc\d\.d)$/,
];
/** Code in these is followed by what imports it. */
const ofLanguages =
  /(?:^|\/)(?:python\d[\d.]*|site-packages|dist-packages|perl5?|perl-base|ruby|gems|nodejs|node_modules|php\/\d{8}|jvm)(?:\/|$)/;

export function isCommonFolder(path: string): boolean {
  return ofLanguages.test(path) || common.some((pattern) => pattern.test(path));
}

/** A path that a program has in its data: a file, or a folder whose files it may open, subfolders included. */
export function reachNamed(path: string, walk: Walk, edge: Edge): void {
  const wanted = normalizePath(path.replace(/[*?%$].*$/, ''));
  if (wanted === '') return;
  const entry = walk.world.tree.get(wanted);
  if (entry === undefined) return;
  if (entry.type !== 'directory') walk.reach(wanted, edge);
  else if (!isCommonFolder(wanted) && !isCommonFolder(entry.path)) reachBelow(wanted, walk, edge);
}

function reachBelow(folder: string, walk: Walk, edge: Edge): void {
  const open = [folder];
  let count = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [name, entry] of walk.world.tree.list(at)) {
      if (++count > limits.reachFolderFiles) {
        walk.noteNotFollowed(folder, `is named as a folder and holds more than ${limits.reachFolderFiles} files`);
        return;
      }
      if (entry.type === 'directory') open.push(`${at}/${name}`);
      else walk.reach(`${at}/${name}`, edge);
    }
  }
}
