import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { toDigest, type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatHistory, historyTarget, parseHistory } from './generation-history.ts';
import { parseTargets } from './open-repository.ts';
import { publishDeltas } from './publish-deltas.ts';
import { readSigners, type KeyDirectory } from './repository-keys.ts';
import { metadataFolder, sliceTarget, targetPath, targetsFolder } from './repository-place.ts';
import { manifestFile, shardFiles, type PublishedFile, type SliceSource } from './slice-source.ts';
import { signEnvelope, type TufJson, type TufRole } from './tuf-envelope.ts';

const specVersion = '1.0.34';
const dayMs = 86_400_000;

/** How long what a role signs is good for, in days. The timestamp is what keeps clients from being held at old data. */
export const defaultExpiry: Readonly<Record<TufRole, number>> = { root: 365, targets: 30, snapshot: 30, timestamp: 3 };

export interface PublishOptions {
  readonly repository: string;
  readonly keys: KeyDirectory;
  readonly now: Date;
  /** Days, by role, other than {@link defaultExpiry}. */
  readonly expiry?: Partial<Readonly<Record<TufRole, number>>>;
  /** How many generations stay available, the new one included. */
  readonly keep: number;
}

export interface Published {
  readonly version: number;
  readonly targets: number;
  /** By which it can be asked for. */
  readonly digest: Digest;
  /** Of all shards of the generation and their manifests, and of those that the generation before does not have. */
  readonly bytes: number;
  readonly newBytes: number;
  /** Of the differences from the generation before, which clients read in place of the new shards. */
  readonly deltaBytes: number;
}

/** Publishes a generation: the files, then targets, snapshot, and at last the timestamp, at which clients begin. Stopped anywhere it leaves the generation before. */
export function publishGeneration(slices: readonly SliceSource[], options: PublishOptions): Published {
  const { repository } = options;
  if (slices.length === 0) throw new PratiqueError('DATABASE_NOT_FOUND', 'there are no advisories to publish');
  const before = latestVersion(repository, 'targets');
  const version = before + 1;
  const files = new Map<string, PublishedFile>();
  for (const slice of slices)
    for (const file of [manifestFile(slice, sliceTarget(slice.name)), ...shardFiles(slice)]) files.set(file.target, file);
  const deltas = before === 0 ? [] : publishDeltas(slices, parseTargets(readRole(repository, `${before}.targets.json`)), repository);
  let deltaBytes = 0;
  for (const file of deltas) deltaBytes += writeTarget(repository, file);
  let newBytes = 0;
  for (const file of files.values()) newBytes += writeTarget(repository, file);
  const bytes = [...files.values()].reduce((total, file) => total + file.bytes, 0);
  for (const file of [...deltas, historyFile(options)]) files.set(file.target, file);
  writeTarget(repository, files.get(historyTarget)!);
  const targets = Object.fromEntries(
    [...files.values()]
      .sort((a, b) => (a.target < b.target ? -1 : 1))
      .map(({ target, sha256, bytes: length }) => [target, { length, hashes: { sha256 } }]),
  );
  writeRole(repository, `${version}.targets.json`, signRole('targets', { version, body: { targets } }, options));
  publishSnapshot(repository, version, options);
  removeOldGenerations(repository, version, options.keep);
  const digest = toDigest('sha256', describe(readRole(repository, `${version}.targets.json`)).hashes.sha256);
  return { version, digest, targets: files.size, bytes, newBytes, deltaBytes };
}

/** Names the generations before that stay. */
function historyFile({ repository, now, keep }: PublishOptions): PublishedFile {
  const newest = latestVersion(repository, 'targets');
  const versions = versionsOf(repository, 'targets')
    .filter((version) => version > newest + 1 - keep)
    .sort((a, b) => b - a);
  const generations = versions.flatMap((version) => {
    const bytes = readRole(repository, `${version}.targets.json`);
    const publishedAt = publishedAtOf(repository, parseTargets(bytes));
    const { length, hashes } = describe(bytes);
    return publishedAt === undefined ? [] : [{ version, publishedAt, sha256: hashes.sha256, length }];
  });
  const text = Buffer.from(formatHistory({ publishedAt: now.toISOString(), generations }));
  return { target: historyTarget, ...describedBy(text), read: () => text };
}

/** A generation that an older version of pratique published has no date, and one of an exported bundle has no files here. */
function publishedAtOf(repository: string, targets: ReturnType<typeof parseTargets>): string | undefined {
  const history = targets.get(historyTarget);
  const path = history === undefined ? undefined : join(repository, targetPath(historyTarget, history.sha256));
  return path === undefined || !existsSync(path) ? undefined : parseHistory(readFileSync(path)).publishedAt;
}

function describedBy(bytes: Buffer): Pick<PublishedFile, 'sha256' | 'bytes'> {
  return { sha256: describe(bytes).hashes.sha256, bytes: bytes.length };
}

/** Signs the newest generation again, so that it stays good: a new snapshot and timestamp, and new targets where those expire soon. */
export function renewRepository(options: PublishOptions): void {
  const { repository, now } = options;
  const version = latestVersion(repository, 'targets');
  if (version === 0)
    throw new PratiqueError('DATABASE_NOT_FOUND', `nothing was published in ${repository}`, {
      hint: 'publish with: pratique db repo publish',
    });
  const current = readSigned(repository, `${version}.targets.json`);
  const left = Date.parse(current['expires'] as string) - now.getTime();
  const isRenewed = left < ((options.expiry?.targets ?? defaultExpiry.targets) * dayMs) / 2;
  if (isRenewed)
    writeRole(
      repository,
      `${version + 1}.targets.json`,
      signRole('targets', { version: version + 1, body: { targets: current['targets']! } }, options),
    );
  publishSnapshot(repository, isRenewed ? version + 1 : version, options);
}

function publishSnapshot(repository: string, targetsVersion: number, options: PublishOptions): void {
  const version = latestVersion(repository, 'snapshot') + 1;
  const meta = { 'targets.json': { version: targetsVersion, ...describe(readRole(repository, `${targetsVersion}.targets.json`)) } };
  const snapshot = signRole('snapshot', { version, body: { meta } }, options);
  writeRole(repository, `${version}.snapshot.json`, snapshot);
  const timestampVersion = hasRole(repository, 'timestamp.json') ? Number(readSigned(repository, 'timestamp.json')['version']) + 1 : 1;
  const timestamp = signRole(
    'timestamp',
    { version: timestampVersion, body: { meta: { 'snapshot.json': { version, ...describe(snapshot) } } } },
    options,
  );
  writeRole(repository, 'timestamp.json', timestamp);
}

function describe(bytes: Buffer): { readonly length: number; readonly hashes: { readonly sha256: string } } {
  return { length: bytes.length, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') } };
}

/** Signs with every key of the role that is in the key directory and that the root lists. Throws KEY_NOT_FOUND below its threshold. */
function signRole(
  role: TufRole,
  { version, body }: { readonly version: number; readonly body: Readonly<Record<string, TufJson>> },
  { repository, keys, now, expiry }: PublishOptions,
): Buffer {
  const listed = listedKeys(repository, role);
  const signers = readSigners(keys, role).filter(({ key }) => listed.ids.includes(key.id));
  if (signers.length < listed.threshold)
    throw new PratiqueError(
      'KEY_NOT_FOUND',
      `${keys.directory} has ${signers.length} of the ${listed.threshold} keys that must sign ${role}`,
      {
        hint: 'give the directory that pratique db repo init wrote with --keys',
      },
    );
  const days = expiry?.[role] ?? defaultExpiry[role];
  return signEnvelope({ _type: role, spec_version: specVersion, version, expires: formatTime(now, days), ...body }, signers);
}

function listedKeys(repository: string, role: TufRole): { readonly ids: readonly string[]; readonly threshold: number } {
  const { roles } = readSigned(repository, `${latestVersion(repository, 'root')}.root.json`) as unknown as RootMetadata;
  return { ids: roles[role].keyids, threshold: roles[role].threshold };
}

export interface RootMetadata {
  readonly _type: 'root';
  readonly spec_version: string;
  readonly version: number;
  readonly expires: string;
  readonly consistent_snapshot: true;
  readonly keys: Readonly<Record<string, TufJson>>;
  readonly roles: Readonly<Record<TufRole, { readonly keyids: readonly string[]; readonly threshold: number }>>;
}

/** To the second, as TUF wants it (section 4.2.1). */
export function formatTime(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The highest version of a role in a repository; 0 for none. */
export function latestVersion(repository: string, role: TufRole): number {
  return Math.max(0, ...versionsOf(repository, role));
}

function versionsOf(repository: string, role: TufRole): readonly number[] {
  const folder = join(repository, metadataFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const version = /^(\d{1,9})\.(\w+)\.json$/.exec(name);
    return version?.[2] === role ? [Number(version[1])] : [];
  });
}

export function readSigned(repository: string, file: string): Readonly<Record<string, TufJson>> {
  const { signed } = JSON.parse(readRole(repository, file).toString()) as { readonly signed: Readonly<Record<string, TufJson>> };
  return signed;
}

function readRole(repository: string, file: string): Buffer {
  return readFileSync(join(repository, metadataFolder, file));
}

function hasRole(repository: string, file: string): boolean {
  return existsSync(join(repository, metadataFolder, file));
}

export function writeRole(repository: string, file: string, bytes: Buffer): void {
  makeDirectory(join(repository, metadataFolder));
  writeFileAtomicallySync(join(repository, metadataFolder, file), [bytes], { mode: 0o644, sync: 'content-and-name' });
}

/** Returns the bytes written: 0 for a file of an earlier generation. */
function writeTarget(repository: string, file: PublishedFile): number {
  const path = join(repository, targetPath(file.target, file.sha256));
  if (existsSync(path)) return 0;
  makeDirectory(dirname(path));
  writeFileAtomicallySync(path, [file.read()], { mode: 0o644, sync: 'content' });
  return file.bytes;
}

/** Clients that began with an older generation may still be reading it, and reports name it. */
function removeOldGenerations(repository: string, newest: number, keep: number): void {
  const versions = versionsOf(repository, 'targets');
  const kept = versions.filter((version) => version > newest - keep);
  const wanted = new Set(
    kept.flatMap((version) => {
      const targets = readSigned(repository, `${version}.targets.json`)['targets'] as unknown as Record<
        string,
        { hashes: { sha256: string } }
      >;
      return Object.entries(targets).map(([target, { hashes }]) => targetPath(target, hashes.sha256));
    }),
  );
  for (const version of versions.filter((each) => !kept.includes(each)))
    rmSync(join(repository, metadataFolder, `${version}.targets.json`));
  const root = join(repository, targetsFolder);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = `${targetsFolder}/${path.slice(root.length + 1).replaceAll('\\', '/')}`;
    if (entry.isFile() && !wanted.has(name)) rmSync(path, { force: true });
  }
}
