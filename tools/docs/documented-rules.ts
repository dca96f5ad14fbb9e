import { fileRules, imageRules } from '../../src/check/image/image-rules.ts';
import { dockerfileRules } from '../../src/check/dockerfile/dockerfile-rules.ts';
import { composeRules } from '../../src/check/compose/compose-rules.ts';
import { containerRules } from '../../src/check/container/container-rules.ts';
import { manifestRules } from '../../src/check/kubernetes/manifest-rules.ts';
import { licenseRules } from '../../src/check/license/license-rules.ts';
import { type Rule } from '../../src/model/rule.ts';
import { documentedSecrets } from './documented-secrets.ts';

/** What a page says of a rule; `check` is not part of it, so that rules about any subject fit. */
export type DocumentedRule = Omit<Rule<never>, 'check'>;

export interface RuleSubject {
  /** As a heading has it: `Images`. */
  readonly title: string;
  /** Language of the examples, for highlighting. */
  readonly language: string;
  readonly rules: readonly DocumentedRule[];
}

/** Every family of rules: a new one is a row here. */
export const ruleSubjects: readonly RuleSubject[] = [
  { title: 'Images', language: 'text', rules: [...imageRules, ...fileRules] },
  { title: 'Dockerfiles', language: 'dockerfile', rules: dockerfileRules },
  { title: 'Compose and Kubernetes', language: 'yaml', rules: containerRules },
  { title: 'Compose', language: 'yaml', rules: composeRules },
  { title: 'Kubernetes', language: 'yaml', rules: manifestRules },
  { title: 'Licences', language: 'text', rules: Object.values(licenseRules) },
  { title: 'Secrets', language: 'text', rules: documentedSecrets },
];
