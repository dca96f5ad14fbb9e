import { type PackageManagerId, packageManagers } from '../../model/package-managers.ts';

/** One entry of the engine's list of changes; Docker Engine API, ContainerChanges. */
export interface Change {
  /** With a slash in front. */
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'deleted';
}

export interface ChangedFileStatus {
  readonly isFile: boolean;
  readonly isExecutable: boolean;
}

/** What changed in a container since it was made from its image. */
export interface Drift {
  readonly items: readonly DriftItem[];
  /** Changes of no interest: logs, pid files, what the engine itself writes. */
  readonly otherCount: number;
  /** Changes that could not be examined, and why. */
  readonly unread: readonly string[];
}

export const driftKinds = ['program', 'packages', 'accounts', 'temporary-program'] as const;
export type DriftKind = (typeof driftKinds)[number];

export interface DriftItem extends Change {
  readonly drift: DriftKind;
}

/** Asks for the status of a file in the container; `undefined` where it is not there any more. */
export type StatusOf = (path: string) => Promise<ChangedFileStatus | undefined>;

/** Files whose status is asked for: a container that changed more is told by those. */
const mostQuestions = 500;

/** Sorts changes: programs, packages and accounts are drift; what every healthy container writes is a count. */
export async function findDrift(changes: readonly Change[], statusOf: StatusOf): Promise<Drift> {
  const folders = foldersOf(changes);
  const items: DriftItem[] = [];
  let [otherCount, questions, unasked] = [0, 0, 0];
  for (const change of changes) {
    const drift = await classify(change, folders, async (path) => {
      if (++questions <= mostQuestions) return statusOf(path);
      unasked++;
      return undefined;
    });
    if (drift === undefined) otherCount++;
    else items.push({ ...change, drift });
  }
  const unread = unasked === 0 ? [] : [`${unasked} changed files were not examined: only the first ${mostQuestions} are`];
  return {
    items: [...items].sort((a, b) => driftKinds.indexOf(a.drift) - driftKinds.indexOf(b.drift) || (a.path < b.path ? -1 : 1)),
    otherCount,
    unread,
  };
}

/** A folder is listed as changed because something in it is. */
function foldersOf(changes: readonly Change[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path } of changes)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

async function classify({ path, kind }: Change, folders: ReadonlySet<string>, statusOf: StatusOf): Promise<DriftKind | undefined> {
  if (isPackageDatabase(path)) return 'packages';
  if (folders.has(path) || volatile.test(path) || engineOwn.has(path)) return undefined;
  if (accounts.test(path)) return 'accounts';
  if (kind === 'deleted') return programFolder.test(path) ? 'program' : undefined;
  const status = await statusOf(path);
  if (status?.isFile !== true || (!status.isExecutable && !library.test(path))) return undefined;
  return temporary.test(path) ? 'temporary-program' : 'program';
}

/** Written by the engine itself into every container. */
const engineOwn: ReadonlySet<string> = new Set([
  '/etc/hosts',
  '/etc/hostname',
  '/etc/resolv.conf',
  '/etc/mtab',
  '/.dockerenv',
  '/run/.containerenv',
]);
const volatile = /^\/(?:run|var\/run|var\/log|var\/cache|proc|sys|dev(?!\/shm\/))(?:\/|$)/;
const temporary = /^\/(?:tmp|var\/tmp|dev\/shm)\//;
/** Where programs and libraries are. */
const programFolder = /^\/(?:usr\/(?:local\/)?)?(?:s?bin|lib(?:32|64|exec)?)\//;
const library = /\.so(?:\.[\d.]+)?$/;
/** Who may do what, what is started by itself, and what is loaded into every program. */
const accounts =
  /^\/etc\/(?:passwd|shadow|group|gshadow|sudoers(?:\.d\/.+)?|crontab|cron\.\w+\/.+|ld\.so\.preload|ld\.so\.conf(?:\.d\/.+)?|pam\.d\/.+)$|^\/var\/spool\/cron\/.+|\/\.ssh\/authorized_keys$/;

const databases: readonly string[] = (Object.keys(packageManagers) as PackageManagerId[]).flatMap((id) =>
  packageManagers[id].databaseFiles.map((file) => `/${file}`),
);
const databaseFolders: readonly string[] = (Object.keys(packageManagers) as PackageManagerId[]).flatMap((id) =>
  packageManagers[id].databaseDirectories.map((folder) => `/${folder}/`),
);

function isPackageDatabase(path: string): boolean {
  return databases.includes(path) || databaseFolders.some((folder) => path.startsWith(folder));
} // prettier-ignore
