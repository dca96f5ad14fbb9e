import { type ColumnType, type Generated } from 'kysely';

/** JSON is written as text and read as what it says. */
type Json<T> = ColumnType<T, string, string>;
type Int8 = ColumnType<number | string | bigint, number, number>;
/** Set by the database. */
type Id = ColumnType<number, never, never>;

/** Findings by severity, of those with a fix, critical or high with a fix, known to be exploited. */
export interface CountColumns {
  critical: Generated<number>;
  high: Generated<number>;
  medium: Generated<number>;
  low: Generated<number>;
  negligible: Generated<number>;
  unknown: Generated<number>;
  fixable: Generated<number>;
  urgent: Generated<number>;
  exploited: Generated<number>;
}

export interface ProjectRow {
  id: Id;
  name: string;
  policy: ColumnType<unknown, string | undefined, string>;
  created_at: Generated<Date>;
  /** `pratique.yaml`, as it was sent. */
  policy_file: Generated<string | null>;
  retention: ColumnType<unknown, string | undefined, string>;
}

export interface GenerationRow {
  id: Id;
  at: Generated<Date>;
}

export interface AdvisoryShardRow {
  name: string;
  digest: string;
  built_at: Generated<Date | null>;
  generation: number;
}

export interface LayerRow {
  id: Id;
  identity: string;
  digest: Generated<string | null>;
  diff_id: Generated<string | null>;
  size: ColumnType<number | string | bigint | null, number | null, number | null>;
}

export interface PackageRow {
  id: Id;
  hash: string;
  ecosystem: string;
  release: Generated<string | null>;
  name: string;
  version: Generated<string | null>;
  purl: string;
  content: Json<unknown>;
}

export interface AdvisoryKeyRow {
  id: Id;
  shard: string;
  name: string;
  facts_hash: Generated<string | null>;
}

export interface PackageKeyRow {
  key_id: number;
  package_id: number;
}

export interface PackageSetRow extends CountColumns {
  id: Id;
  hash: string;
  distribution: ColumnType<unknown, string | null | undefined, string | null>;
  generation: number;
  packages: number;
  context: Generated<string>;
}

export interface ScheduleRow {
  name: string;
  started_at: Date;
}

export interface PackageSetMemberRow {
  set_id: number;
  package_id: number;
  owner_id: Generated<number | null>;
  paths: ColumnType<unknown, string | undefined, string>;
}

export interface VulnerabilityRow {
  id: string;
  title: Generated<string | null>;
  description: Generated<string | null>;
  enrichment: ColumnType<unknown, string | undefined, string>;
  first_seen_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface AdvisoryRow {
  id: string;
  content: Json<unknown>;
}

export interface SetFindingRow {
  id: ColumnType<number | string | bigint, never, never>;
  set_id: number;
  package_id: number;
  vulnerability: string;
  fingerprint: string;
  severity: number;
  lane: number;
  is_exploited: boolean;
  fixed_version: Generated<string | null>;
  generation: number;
  gone_generation: Generated<number | null>;
  detail: Json<unknown>;
}

/** How what is in an image is known, the surest first: the server pulled it, a client sent its layers or their indexes, or an SBOM says it. */
export const imageOrigins = ['pulled', 'submitted', 'sbom'] as const;
export type ImageOrigin = (typeof imageOrigins)[number];

export interface ImageRow extends CountColumns {
  id: Id;
  project_id: number;
  digest: string;
  platform: Generated<string | null>;
  name: string;
  target: Json<unknown>;
  issues: ColumnType<unknown, string | undefined, string>;
  completeness: string;
  advisories: Json<unknown>;
  verdict: string;
  statements: ColumnType<unknown, string | undefined, string>;
  base_layer_id: Generated<number | null>;
  has_gaps: Generated<boolean>;
  created_at: Generated<Date | null>;
  first_seen_at: Generated<Date>;
  scanned_at: Date;
  judged_at: Date;
  duration_ms: Generated<number>;
  packages: Generated<number>;
  has_overlap: Generated<boolean>;
  /** How what is in it is known. */
  origin: ColumnType<ImageOrigin, ImageOrigin | undefined, ImageOrigin>;
}

export interface ImageLayerRow {
  image_id: number;
  position: number;
  layer_id: number;
  set_id: Generated<number | null>;
  created_by: Generated<string | null>;
  brought_by: string;
}

export interface RuleFindingRow {
  id: ColumnType<number | string | bigint, never, never>;
  image_id: number;
  kind: string;
  rule: string;
  fingerprint: string;
  severity: number;
  lane: number;
  detail: Json<unknown>;
}

export interface ImageReportRow {
  image_id: number;
  report: Buffer;
}

export interface IndexImageRow {
  project_id: number;
  index_digest: string;
  image_digest: string;
  platform: Generated<string | null>;
}

export interface ScanRow {
  id: Id;
  project_id: number;
  image_id: Generated<number | null>;
  job_id: Generated<string | null>;
  reference: string;
  trigger: string;
  outcome: string;
  error: ColumnType<unknown, string | null | undefined, string | null>;
  verdict: Generated<string | null>;
  counts: ColumnType<unknown, string | null | undefined, string | null>;
  finished_at: Generated<Date>;
}

export interface RepositoryRow {
  id: Id;
  project_id: number;
  registry: string;
  name: string;
  is_enabled: Generated<boolean>;
  watch: ColumnType<unknown, string | null | undefined, string | null>;
  checked_at: Generated<Date | null>;
}

export interface TagRow {
  repository_id: number;
  name: string;
  digest: string;
  pushed_at: Generated<Date>;
}

export interface TagMoveRow {
  id: Id;
  repository_id: number;
  name: string;
  digest: Generated<string | null>;
  at: Generated<Date>;
}

export interface JobProgressRow {
  job_id: string;
  worker: string;
  label: string;
  done: number;
  total: Generated<number | null>;
  unit: string;
  at: Generated<Date>;
}

export interface AccountRow {
  id: Id;
  name: string;
  password_hash: Generated<string | null>;
  is_admin: Generated<boolean>;
  is_disabled: Generated<boolean>;
  created_at: Generated<Date>;
}

export interface MembershipRow {
  account_id: number;
  project_id: number;
  role: string;
}

export interface SessionRow {
  hash: string;
  account_id: number;
  created_at: Generated<Date>;
  expires_at: Date;
}

export interface ApiTokenRow {
  id: Id;
  name: string;
  hash: string;
  is_admin: Generated<boolean>;
  role: string;
  project_id: Generated<number | null>;
  created_by: string;
  created_at: Generated<Date>;
  expires_at: Generated<Date | null>;
  used_at: Generated<Date | null>;
  revoked_at: Generated<Date | null>;
}

export interface AuditEntryRow {
  id: ColumnType<number | string | bigint, never, never>;
  at: Generated<Date>;
  actor: string;
  action: string;
  subject: string;
  project_id: Generated<number | null>;
  detail: ColumnType<unknown, string | undefined, string>;
  previous_hash: string;
  hash: string;
}

export interface RegistryCredentialRow {
  id: Id;
  project_id: number;
  host: string;
  username: string;
  password: Buffer;
}

export interface HookRow {
  id: Id;
  project_id: number;
  name: string;
  format: string;
  registry: string;
  secret: Buffer;
  created_at: Generated<Date>;
}

export interface HookDeliveryRow {
  hook_id: number;
  key: string;
  at: Generated<Date>;
}

export interface ReceiverRow {
  id: Id;
  project_id: number;
  name: string;
  channel: string;
  target: Buffer;
  secret: Buffer;
  events: string[];
  quiet_hours: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: Generated<Date>;
}

export interface EventRow {
  is_handed_out: Generated<boolean>;
  id: ColumnType<number | string | bigint, never, never>;
  project_id: number;
  kind: string;
  key: string;
  body: Json<unknown>;
  at: Generated<Date>;
}

export interface DeliveryRow {
  is_forgotten: Generated<boolean>;
  next_at: Generated<Date>;
  event_id: Int8;
  receiver_id: number;
  state: Generated<string>;
  attempts: Generated<number>;
  error: Generated<string | null>;
  delivered_at: Generated<Date | null>;
}

export interface LayerManifestRow {
  project_id: number;
  digest: string;
  layers: string[];
  state: string;
  indexed_at: Generated<Date>;
}

export interface NamedLayerRow {
  project_id: number;
  name: string;
  parent: Generated<string | null>;
  digest: string;
  location: Buffer;
  named_at: Generated<Date>;
}

export interface VexDocumentRow {
  project_id: number;
  name: string;
  content: Buffer;
  at: Generated<Date>;
}

export interface SuppressedFindingRow {
  image_id: number;
  fingerprint: string;
  origin: string;
  reason: string;
  expires_on: Generated<string | null>;
  detail: Json<unknown>;
}

export interface SubmittedLayerRow {
  project_id: number;
  name: string;
  content: Buffer;
  bytes: number;
  used_at: Generated<Date>;
}

export interface SubmissionRow {
  id: string;
  project_id: number;
  kind: 'image' | 'sbom';
  name: string;
  content: Buffer;
  report: Generated<Buffer | null>;
  created_at: Generated<Date>;
}

export interface RequestedImageRow {
  project_id: number;
  reference: string;
  digest: string;
  job_id: Generated<string | null>;
  requested_at: Generated<Date>;
}

export interface PolicyBundleRow {
  project_id: number;
  name: string;
  content: string;
  is_active: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** Every table; the migrations say what each column is for. */
export interface Tables {
  project: ProjectRow;
  generation: GenerationRow;
  advisory_shard: AdvisoryShardRow;
  layer: LayerRow;
  package: PackageRow;
  advisory_key: AdvisoryKeyRow;
  package_key: PackageKeyRow;
  package_set: PackageSetRow;
  package_set_member: PackageSetMemberRow;
  schedule: ScheduleRow;
  vulnerability: VulnerabilityRow;
  advisory: AdvisoryRow;
  set_finding: SetFindingRow;
  image: ImageRow;
  image_layer: ImageLayerRow;
  rule_finding: RuleFindingRow;
  image_report: ImageReportRow;
  index_image: IndexImageRow;
  scan: ScanRow;
  repository: RepositoryRow;
  tag: TagRow;
  tag_move: TagMoveRow;
  job_progress: JobProgressRow;
  account: AccountRow;
  membership: MembershipRow;
  session: SessionRow;
  api_token: ApiTokenRow;
  audit_entry: AuditEntryRow;
  registry_credential: RegistryCredentialRow;
  hook: HookRow;
  hook_delivery: HookDeliveryRow;
  receiver: ReceiverRow;
  event: EventRow;
  delivery: DeliveryRow;
  layer_manifest: LayerManifestRow;
  named_layer: NamedLayerRow;
  submitted_layer: SubmittedLayerRow;
  submission: SubmissionRow;
  vex_document: VexDocumentRow;
  suppressed_finding: SuppressedFindingRow;
  requested_image: RequestedImageRow;
  policy_bundle: PolicyBundleRow;
}
