import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readConfigurationFile } from '../../../config/configuration-file.ts';
import { limits } from '../../../model/limits.ts';
import { mergePolicy, type MergedPolicy } from '../../../trust/migrate/policy/merge-policy.ts';
import { type PolicyStatement } from '../../../trust/migrate/policy/policy-terms.ts';
import { decodeTrustPolicy } from '../../../trust/verdict/policy/decode-trust-policy.ts';
import { writeOutputFile } from '../../terminal/write-output-file.ts';

/** The file of `--policy`, which may exist already. */
export interface PolicyFile {
  /** Throws CONFIG_INVALID where the file contradicts the statements. */
  merge(statements: readonly PolicyStatement[]): MergedPolicy;
  /** Merges, and replaces the file when that changes it. */
  write(statements: readonly PolicyStatement[]): WrittenPolicy;
}

export interface WrittenPolicy {
  readonly path: string;
  /** Whether the file did not exist, or was empty. */
  readonly isNew: boolean;
  /** Repositories whose statement was added or extended. */
  readonly changed: readonly string[];
  readonly notices: readonly string[];
}

/** `undefined` without a path. Throws CONFIG_INVALID for a file that cannot be read. */
export function openPolicyFile(path: string | undefined): PolicyFile | undefined {
  if (path === undefined) return undefined;
  const text = existsSync(path) ? (readConfigurationFile(path)?.text ?? '') : '';
  const merge: PolicyFile['merge'] = (statements) =>
    mergePolicy(text, path, statements, (name) => readKeyText(resolve(dirname(path), name)));
  return {
    merge,
    write: (statements) => {
      const { text: merged, changed, notices } = merge(statements);
      // Verification must be able to read what is written.
      decodeTrustPolicy(merged, path);
      if (merged !== text) writeOutputFile(path, [merged]);
      return { path, isNew: text.trim() === '', changed, notices };
    },
  };
}

/** A key that cannot be read is not the new one: the merge refuses it, and `verify` says what is wrong with it. */
function readKeyText(path: string): string | undefined {
  try {
    const status = statSync(path);
    return status.isFile() && status.size <= limits.publicKeyBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
