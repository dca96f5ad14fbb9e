import { type Severity } from '../../model/severity.ts';
import { type ShellComment } from './shell-comment.ts';

/** What the user wants of the rules; every member may be absent. */
export interface LintSettings {
  /** Registries that images may come from, `*.example.org` and `*` included. Absent: any. */
  readonly trustedRegistries?: readonly string[];
  /** Labels that an image must have, and what they hold. */
  readonly labelSchema?: ReadonlyMap<string, LabelType>;
  /** Labels outside the schema are wrong. */
  readonly hasStrictLabels?: boolean;
  /** Rules that are set aside, by any of their names, with where that is said. */
  readonly ignored?: ReadonlyMap<string, string>;
  /** Severities in place of the rules' own, by any of their names. */
  readonly severities?: ReadonlyMap<string, Severity>;
  /** `# hadolint ignore=` and `# check=skip=` are not followed. */
  readonly disablesIgnores?: boolean;
  /** What ShellCheck says of the commands of RUN, where it was asked. */
  readonly shellComments?: readonly ShellComment[];
  /** Patterns of the `.dockerignore` beside the file. */
  readonly ignorePatterns?: readonly string[];
}

export const labelTypes = ['text', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email'] as const;
export type LabelType = (typeof labelTypes)[number];
