import { type RuleFinding } from '../../../model/finding.ts';
import { whereScanned, type AnchoreTrigger } from '../anchore-trigger.ts';

/** Names of Anchore’s own patterns, and the rules here that find the same. */
const rulesByName: ReadonlyMap<string, (ruleId: string) => boolean> = new Map([
  ['AWS_ACCESS_KEY', (id: string) => id === 'aws-access-token'],
  ['AWS_SECRET_KEY', (id: string) => id === 'aws-secret-access-key'],
  ['PRIV_KEY', (id: string) => id.includes('private-key')],
  ['DOCKER_AUTH', (id: string) => id === 'docker-config-auth' || id === 'dockerconfig-secret'],
  ['API_KEY', (id: string) => /api-key|token/.test(id)],
]);

/** The trigger of the gate `secret_scans`. */
export const secretTriggers: readonly AnchoreTrigger[] = [
  {
    gates: ['secret_scans'],
    names: ['content_regex_checks'],
    parameters: { content_regex_name: 'text', filename_regex: 'pattern', match_type: ['found', 'notfound'] },
    required: [],
    judge: whereScanned('secret', 'secret', (parameters, { report }) => {
      const name = parameters.text('content_regex_name');
      const isOfRule = name === undefined || name === '' ? (): boolean => true : rulesByName.get(name.toUpperCase());
      if (isOfRule === undefined) return { unanswered: `the pattern ${name ?? ''} is of the configuration of Anchore` };
      const isOfFile = parameters.pattern('filename_regex') ?? ((): boolean => true);
      const found = report.findings
        .filter((each): each is RuleFinding => each.kind === 'secret' && each.suppression === undefined && isOfRule(each.ruleId))
        .filter(({ locations }) => (locations.length === 0 ? !parameters.has('filename_regex') : locations.some(({ path }) => isOfFile(`/${path}`))));
      if (parameters.text('match_type') === 'notfound') return found.length > 0 ? [] : [{ text: 'no secret was found' }];
      return found.map(({ title, locations, fingerprint }) => ({ text: `${title}${locations[0] === undefined ? '' : ` in /${locations[0].path}`}`, fingerprint }));
    }),
  },
]; // prettier-ignore
