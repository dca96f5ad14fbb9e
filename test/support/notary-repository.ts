import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { publicKeyFromKeyObject } from '../../src/trust/crypto/public-key-from-pem.ts';
import { makeRootCertificate } from '../../src/trust/crypto/make-root-certificate.ts';
import { type PublicKey } from '../../src/trust/crypto/public-key.ts';
import { fileMetaOf } from '../../src/trust/tuf/file-meta.ts';
import { canonicalJson } from '../../src/trust/crypto/canonical-json.ts';
import { metadataToJson } from '../../src/trust/tuf/encode-metadata.ts';
import { type Metadata, type FileMeta, type RoleKeys, type RootMetadata, type TargetsMetadata } from '../../src/trust/tuf/metadata.ts';
import { type BaseRole, type DelegationName, type RoleName, type TargetsRole } from '../../src/trust/tuf/role-name.ts';
import { type RootPins } from '../../src/trust/tuf/root-pins.ts';
import { signMetadata, type MetadataSigner } from '../../src/trust/tuf/sign-metadata.ts';
import { type TrustedRepository } from '../../src/trust/tuf/trusted-repository.ts';
import { updateRepository, type UpdateOptions } from '../../src/trust/tuf/update-repository.ts';
import { type UpdateStep } from '../../src/trust/tuf/update-step.ts';

export const gun = 'docker.io/lab/app';
export const now = new Date('2026-06-01T12:00:00Z');
export const later = new Date('2027-06-01T12:00:00Z');
export const longAgo = new Date('2020-01-01T00:00:00Z');
export const yesterday = new Date('2026-05-31T12:00:00Z');

/** Trust on first use, nothing pinned. */
export const firstUse: RootPins = { certificates: new Map(), authorities: new Map(), allowFirstUse: true };

export function makeSigner(curve: 'P-256' | 'P-384' = 'P-256'): MetadataSigner {
  return signerOf(generateKeyPairSync('ec', { namedCurve: curve }).privateKey);
}

export function signerOf(privateKey: KeyObject): MetadataSigner {
  return { key: publicKeyFromKeyObject(privateKey, 'a test key'), privateKey };
}

export function makeRootSigner(
  options: { readonly gun?: string; readonly notBefore?: Date; readonly notAfter?: Date; readonly privateKey?: KeyObject } = {},
): MetadataSigner {
  const privateKey = options.privateKey ?? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const { notBefore = longAgo, notAfter = later } = options;
  return { key: makeRootCertificate({ gun: options.gun ?? gun, privateKey, notBefore, notAfter }), privateKey };
}

/** A role as a plan has it: who is listed, how many must sign, and who does sign (all that are listed, when absent). */
export interface RolePlan {
  keys: readonly MetadataSigner[];
  threshold?: number;
  signedBy?: readonly MetadataSigner[];
}

export interface RootPlan {
  version: number;
  expires: Date;
  roles: Record<BaseRole, RolePlan>;
  /** Additional signers, next to its own root keys. */
  alsoSignedBy?: readonly MetadataSigner[];
}

export interface TargetsPlan {
  version: number;
  expires: Date;
  targets: Map<string, FileMeta>;
  delegations: DelegationPlan[];
}

export interface DelegationPlan extends TargetsPlan, RolePlan {
  name: DelegationName;
  paths: readonly string[];
  isUnpublished?: boolean;
}

export interface RepositoryPlan {
  /** Oldest first; the last is current. */
  roots: RootPlan[];
  targets: TargetsPlan;
  snapshot: { version: number; expires: Date };
  timestamp: { version: number; expires: Date };
}

/** What a target of that content is named by. */
export function metaOf(content: string): FileMeta {
  const bytes = Buffer.from(content);
  return { length: bytes.length, hashes: new Map([['sha256', createHash('sha256').update(bytes).digest()]]) };
}

/** A whole repository: two roots, `targets` with v0, `targets/releases` with v1 and v2, `targets/alice` who signs v1. */
export function makePlan(): RepositoryPlan {
  const roles: Record<BaseRole, RolePlan> = {
    root: { keys: [makeRootSigner()] },
    targets: { keys: [makeSigner()] },
    snapshot: { keys: [makeSigner()] },
    timestamp: { keys: [makeSigner()] },
  };
  const next = makeRootSigner();
  const alice = makeSigner();
  const releases = makeDelegation('targets/releases', {
    keys: [alice],
    targets: new Map([
      ['v1', metaOf('one')],
      ['v2', metaOf('two')],
    ]),
  });
  const signer = makeDelegation('targets/alice', { keys: [alice], targets: new Map([['v1', metaOf('one')]]) });
  return {
    roots: [
      { version: 1, expires: later, roles },
      { version: 2, expires: later, roles: { ...roles, root: { keys: [next] } }, alsoSignedBy: roles.root.keys },
    ],
    targets: { version: 3, expires: later, targets: new Map([['v0', metaOf('zero')]]), delegations: [releases, signer] },
    snapshot: { version: 4, expires: later },
    timestamp: { version: 5, expires: later },
  };
}

export function makeDelegation(name: DelegationName, plan: Partial<DelegationPlan> = {}): DelegationPlan {
  return { name, version: 1, expires: later, paths: [''], keys: [makeSigner()], targets: new Map(), delegations: [], ...plan };
}

export function currentRoot(plan: RepositoryPlan): RootPlan {
  return plan.roots.at(-1)!;
}

/** One step of a rotation: the next root, with `roles` instead of the old ones, signed by the old root keys too. */
export function rotate(plan: RepositoryPlan, roles: Partial<Record<BaseRole, RolePlan>> = {}): void {
  const last = currentRoot(plan);
  plan.roots.push({ version: last.version + 1, expires: later, roles: { ...last.roles, ...roles }, alsoSignedBy: last.roles.root.keys });
}

/** Files by the name under which a notary server has them: `root`, `2.root`, `timestamp`, `targets/releases.<sha256>`. */
export type ServedFiles = Map<string, Buffer>;

export function build(plan: RepositoryPlan): ServedFiles {
  const files: ServedFiles = new Map();
  for (const root of plan.roots) {
    const bytes = signOnce(rootMetadata(root), signersOf(root.roles.root, root.alsoSignedBy));
    files.set(`${root.version}.root`, bytes).set('root', bytes);
  }
  const { roles } = currentRoot(plan);
  const meta = new Map<RoleName, FileMeta>([['root', fileMetaOf(files.get('root')!)]]);
  addTargets(files, meta, 'targets', plan.targets, roles.targets);
  const snapshot = signOnce({ kind: 'snapshot', ...plan.snapshot, meta }, signersOf(roles.snapshot));
  addHashed(files, 'snapshot', snapshot);
  const timestamp = { kind: 'timestamp', ...plan.timestamp, snapshot: fileMetaOf(snapshot) } as const;
  return files.set('timestamp', signOnce(timestamp, signersOf(roles.timestamp)));
}

/** One content, signed by the same keys, is one file, however often a plan is built: ECDSA signatures differ each time. */
const signedOnce = new Map<string, Buffer>();

function signOnce(metadata: Metadata, signers: readonly MetadataSigner[]): Buffer {
  const name = [...signers.map(({ key }) => key.id), canonicalJson(metadataToJson(metadata)).toString()].join(' ');
  const bytes = signedOnce.get(name) ?? signMetadata(metadata, signers);
  signedOnce.set(name, bytes);
  return bytes;
}

export function rootMetadata({ version, expires, roles }: RootPlan): RootMetadata {
  const keys = new Map<string, PublicKey>();
  for (const role of Object.values(roles)) for (const { key } of role.keys) keys.set(key.id, key);
  const { root, targets, snapshot, timestamp } = roles;
  const lists = { root: roleKeys(root), targets: roleKeys(targets), snapshot: roleKeys(snapshot), timestamp: roleKeys(timestamp) };
  return { kind: 'root', version, expires, consistentSnapshot: false, keys, roles: lists };
}

export function targetsMetadata({ version, expires, targets, delegations }: TargetsPlan): TargetsMetadata {
  const keys = new Map(delegations.flatMap((delegation) => delegation.keys.map(({ key }) => [key.id, key] as const)));
  const roles = delegations.map((delegation) => ({ name: delegation.name, paths: delegation.paths, ...roleKeys(delegation) }));
  return { kind: 'targets', version, expires, targets, delegations: { keys, unusableKeys: new Map(), roles } };
}

function addTargets(files: ServedFiles, meta: Map<RoleName, FileMeta>, role: TargetsRole, plan: TargetsPlan, keys: RolePlan): void {
  const bytes = signOnce(targetsMetadata(plan), signersOf(keys));
  meta.set(role, fileMetaOf(bytes));
  addHashed(files, role, bytes);
  for (const delegation of plan.delegations)
    if (delegation.isUnpublished !== true) addTargets(files, meta, delegation.name, delegation, delegation);
}

function addHashed(files: ServedFiles, role: RoleName, bytes: Buffer): void {
  files.set(`${role}.${createHash('sha256').update(bytes).digest('hex')}`, bytes);
}

function roleKeys({ keys, threshold = 1 }: RolePlan): RoleKeys {
  return { keyIds: keys.map(({ key }) => key.id), threshold };
}

function signersOf({ keys, signedBy }: RolePlan, also: readonly MetadataSigner[] = []): readonly MetadataSigner[] {
  const signers = [...(signedBy ?? keys), ...also];
  return signers.filter(({ key }, i) => signers.findIndex((other) => other.key.id === key.id) === i);
}

export interface Run {
  readonly trusted: TrustedRepository;
  /** Versions of the roots that were accepted, in order. */
  readonly accepted: readonly number[];
  /** Names of the requested files. */
  readonly fetched: readonly string[];
}

export type Serve = (name: string) => Buffer | undefined;

/** Drives an update against `files`, as a client over HTTP would. */
export function run(files: ServedFiles | Serve, options: Partial<UpdateOptions> = {}): Run {
  const accepted: number[] = [];
  const fetched: string[] = [];
  const trusted = drive(files, options, accepted, fetched);
  return { trusted, accepted, fetched };
}

/** The same; `accepted` and `fetched` are filled also when it throws. */
export function drive(
  files: ServedFiles | Serve,
  options: Partial<UpdateOptions>,
  accepted: number[],
  fetched: string[],
  watch: (step: Extract<UpdateStep, { kind: 'fetch' }>) => void = () => undefined,
): TrustedRepository {
  const serve = typeof files === 'function' ? files : (name: string) => files.get(name);
  const update = updateRepository({ gun, startedAt: now, pins: firstUse, kept: new Map(), delegations: 'all', ...options });
  let step = update.next();
  while (step.done !== true) {
    const name = nameOf(step.value);
    if (step.value.kind === 'fetch') watch(step.value);
    if (name === undefined) accepted.push((step.value as { version: number }).version);
    else fetched.push(name);
    step = update.next(name === undefined ? undefined : serve(name));
  }
  return step.value;
}

function nameOf(step: UpdateStep): string | undefined {
  if (step.kind !== 'fetch') return undefined;
  if (step.version !== undefined) return `${step.version}.${step.role}`;
  return step.hash === undefined ? step.role : `${step.role}.${step.hash}`;
}

/** What a client keeps of a run. */
export function keep({ trusted }: Run): Map<RoleName, Buffer> {
  const files = [trusted.root, trusted.timestamp, trusted.snapshot, ...Array.from(trusted.targets.values(), ({ file }) => file)];
  return new Map(files.map(({ role, bytes }) => [role, bytes]));
}

/** Names and versions, to compare at a glance. */
export function versionsOf({ root, timestamp, snapshot, targets }: TrustedRepository): Record<string, number> {
  const files = [root, timestamp, snapshot, ...Array.from(targets.values(), ({ file }) => file)];
  return Object.fromEntries(files.map(({ role, content }) => [role, content.version]));
}
