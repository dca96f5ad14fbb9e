import { type ScanTarget } from '../../model/report.ts';
import { type RuleParameters } from './rule-parameters.ts';

export type AnchoreAction = 'STOP' | 'WARN' | 'GO';

/** A policy bundle of Anchore Engine (version `1_0`) or a policy of Anchore Enterprise (version `2`). */
export interface AnchoreBundle {
  readonly name: string;
  readonly ruleSets: ReadonlyMap<string, AnchoreRuleSet>;
  /** In order; the first that fits an image decides. */
  readonly mappings: readonly ImageSelector[];
  readonly deniedImages: readonly ImageSelector[];
  readonly allowedImages: readonly ImageSelector[];
}

export interface AnchoreRuleSet {
  readonly name: string;
  readonly rules: readonly AnchoreRule[];
}

export interface AnchoreRule {
  /** File and line. */
  readonly origin: string;
  readonly gate: string;
  readonly trigger: string;
  readonly action: AnchoreAction;
  readonly recommendation?: string;
  readonly parameters: RuleParameters;
}

/** Images by registry, repository, and tag, digest or id. */
export interface ImageSelector {
  readonly origin: string;
  readonly text: string;
  /** Of a mapping: the rule sets that hold for its images. */
  readonly ruleSetIds: readonly string[];
  /** `unknown` where the image has no name to compare. */
  readonly fits: (target: ScanTarget) => boolean | 'unknown';
}
