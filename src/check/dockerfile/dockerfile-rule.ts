import { type Rule } from '../../model/rule.ts';
import { type Build } from './build/build.ts';
import { type LintSettings } from './lint-settings.ts';

/** A Dockerfile that rules look at. */
export interface DockerfileSubject {
  /** As the user named it. */
  readonly path: string;
  readonly build: Build;
  readonly settings: LintSettings;
}

export type DockerfileRule = Rule<DockerfileSubject>;
