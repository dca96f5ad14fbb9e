import { type Checked } from '../../model/checker.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { checkContainers } from '../container/check-containers.ts';
import { readManifests } from './manifest.ts';
import { manifestRules } from './manifest-rules.ts';
import { readPod } from './read-pod.ts';

/** What is wrong with the objects of a Kubernetes manifest. */
export function checkKubernetes(path: string, text: string): Checked {
  const { manifests, issues } = readManifests(path, text);
  const own = manifests.flatMap((manifest) =>
    manifestRules.flatMap((rule) => Array.from(rule.check(manifest), (violation) => makeRuleFinding(rule, violation))),
  );
  return { findings: [...checkContainers(manifests.flatMap(readPod)), ...own], issues };
}
