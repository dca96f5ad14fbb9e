import { type Tables } from '../../postgres/tables.ts';

/** Raised when the lines below mean something else. */
export const backupFormat = 1;

/** The first line of a backup. A line for each row follows, then one for each job that waited, then the last. */
export interface BackupHead {
  readonly pratiqueBackup: number;
  readonly toolVersion: string;
  readonly at: string;
  /** Steps of the schema that the rows are of. */
  readonly migrations: readonly string[];
}

export type BackupLine =
  | { readonly table: keyof Tables; readonly row: Readonly<Record<string, unknown>> }
  | { readonly job: string; readonly data: object; readonly key: string | null; readonly priority: number }
  | { readonly end: true; readonly rows: number };

/** Every table that is kept, each after those that it refers to. Not here: what clients sent to be scanned, and the progress of jobs. */
export const backupTables: readonly (keyof Tables)[] = [
  'project',
  'generation',
  'advisory_shard',
  'layer',
  'package',
  'advisory_key',
  'package_key',
  'package_set',
  'package_set_member',
  'schedule',
  'vulnerability',
  'advisory',
  'set_finding',
  'image',
  'image_layer',
  'rule_finding',
  'image_report',
  'index_image',
  'scan',
  'repository',
  'tag',
  'tag_move',
  'account',
  'membership',
  'session',
  'api_token',
  'audit_entry',
  'registry_credential',
  'hook',
  'hook_delivery',
  'receiver',
  'event',
  'delivery',
  'layer_manifest',
  'named_layer',
  'vex_document',
  'suppressed_finding',
  'requested_image',
  'policy_bundle',
];

/** Tables that a backup leaves out. */
export const transientTables: readonly (keyof Tables)[] = ['job_progress', 'submitted_layer', 'submission'];
