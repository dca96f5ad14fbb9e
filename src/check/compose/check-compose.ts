import { type Checked } from '../../model/checker.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { checkContainers } from '../container/check-containers.ts';
import { composeRules } from './compose-rules.ts';
import { type IsTracked, readProject, type ReadText } from './compose-project.ts';
import { readService } from './read-service.ts';

/** What is wrong with a Compose file, and with what it includes and extends. */
export function checkCompose(path: string, text: string, read: ReadText, isTracked?: IsTracked): Checked {
  const project = readProject(path, text, read, [], isTracked);
  const containers = project.services.map((service) => readService(service, project));
  const own = composeRules.flatMap((rule) => Array.from(rule.check(project), (violation) => makeRuleFinding(rule, violation)));
  return { findings: [...checkContainers(containers), ...own], issues: project.issues };
}
