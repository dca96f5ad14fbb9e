import { type Checked } from '../../model/checker.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { makeIssue } from '../../model/issue.ts';
import { checkContainers } from '../container/check-containers.ts';
import { isHelmTemplate } from './is-helm-template.ts';
import { readManifests } from './manifest.ts';
import { manifestRules } from './manifest-rules.ts';
import { readPod } from './read-pod.ts';

/** What is wrong with the objects of a Kubernetes manifest. A template of a Helm chart is not checked: its values are known only when it is rendered. */
export function checkKubernetes(path: string, text: string): Checked {
  if (isHelmTemplate(text))
    return {
      findings: [],
      issues: [makeIssue('HELM_NOT_RENDERED', 'kubernetes', `${path} is a template of a Helm chart, which was not rendered`, { path })],
    };
  const { manifests, issues } = readManifests(path, text);
  const own = manifests.flatMap((manifest) =>
    manifestRules.flatMap((rule) => Array.from(rule.check(manifest), (violation) => makeRuleFinding(rule, violation))),
  );
  return { findings: [...checkContainers(manifests.flatMap(readPod)), ...own], issues };
}
