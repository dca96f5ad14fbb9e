import { itemsOf, memberOf, textOf, type LocatedYaml } from '../../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';
import { type Severity } from '../../../model/severity.ts';
import { type ManifestRule } from '../manifest.ts';

interface Grant {
  /** What it lets its holder do. */
  readonly words: string;
  readonly alias: string;
  readonly severity: Severity;
  readonly resources: readonly string[];
  /** Any of them is enough. */
  readonly verbs: readonly string[];
}

const write = ['create', 'update', 'patch', 'delete', 'deletecollection', '*'];
/** Rights with which an account becomes another, or takes over workloads. The first row of a rule that fits is told. */
const grants: readonly Grant[] = [
  { words: 'do everything', alias: 'KSV-0044', severity: 'critical', resources: ['*'], verbs: ['*'] },
  { words: 'manage every resource', alias: 'KSV-0046', severity: 'critical', resources: ['*'], verbs: write },
  {
    words: 'act as other users and groups',
    alias: 'KSV-0043',
    severity: 'critical',
    resources: ['users', 'groups', 'serviceaccounts'],
    verbs: ['impersonate'],
  },
  {
    words: 'give itself other roles',
    alias: 'KSV-0050',
    severity: 'critical',
    resources: ['roles', 'clusterroles'],
    verbs: ['escalate', 'bind'],
  },
  {
    words: 'bind roles',
    alias: 'KSV-0051',
    severity: 'high',
    resources: ['rolebindings', 'clusterrolebindings'],
    verbs: ['create', 'update', 'patch', '*'],
  },
  {
    words: 'read or change secrets',
    alias: 'KSV-0041',
    severity: 'critical',
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch', ...write],
  },
  {
    words: 'change webhooks of the API server',
    alias: 'KSV-0114',
    severity: 'critical',
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: write,
  },
  {
    words: 'reach every pod through its node',
    alias: 'KSV-0047',
    severity: 'high',
    resources: ['nodes/proxy'],
    verbs: ['get', 'create', '*'],
  },
  { words: 'run commands in pods', alias: 'KSV-0053', severity: 'high', resources: ['pods/exec'], verbs: ['create', '*'] },
  { words: 'attach to pods', alias: 'KSV-0054', severity: 'high', resources: ['pods/attach'], verbs: ['create', '*'] },
  {
    words: 'delete logs of pods',
    alias: 'KSV-0042',
    severity: 'medium',
    resources: ['pods/log'],
    verbs: ['delete', 'deletecollection', '*'],
  },
  {
    words: 'change workloads',
    alias: 'KSV-0048',
    severity: 'medium',
    resources: ['pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'replicationcontrollers', 'jobs', 'cronjobs'],
    verbs: write,
  },
  {
    words: 'change the network of the cluster',
    alias: 'KSV-0056',
    severity: 'high',
    resources: ['services', 'endpoints', 'endpointslices', 'networkpolicies', 'ingresses'],
    verbs: write,
  },
  { words: 'change ConfigMaps', alias: 'KSV-0049', severity: 'medium', resources: ['configmaps'], verbs: write },
];

const role = (rule: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: app\n  namespace: shop\nrules:\n  - ${rule}\n`;

export const strongRole: ManifestRule = {
  id: 'strong-role',
  kind: 'misconfiguration',
  title: 'A role lets its holder take over more than it should',
  rationale: 'Whoever takes over a pod with such a role reads secrets, starts privileged pods, or gives itself any other role.',
  remediation: 'Name the verbs, resources and resourceNames that the holder needs, and no others.',
  severity: 'high',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: [],
  examples: {
    bad: [role('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'), role('{apiGroups: [""], resources: [secrets], verbs: [get, list]}')],
    good: [
      role('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
      role('{apiGroups: [""], resources: [secrets], resourceNames: [own], verbs: [get]}'),
    ],
  },
  *check({ kind, name, node }) {
    if (kind !== 'Role' && kind !== 'ClusterRole') return;
    for (const rule of itemsOf(memberOf(node, 'rules'))) {
      const [resources, verbs] = [textsOf(memberOf(rule, 'resources')), textsOf(memberOf(rule, 'verbs'))];
      const isLimited = itemsOf(memberOf(rule, 'resourceNames')).length > 0;
      for (const grant of isLimited
        ? []
        : grants.filter((each) => isGranted(each, resources, verbs)).slice(0, resources.includes('*') ? 1 : undefined))
        yield {
          message: `${kind} ${name}: may ${grant.words}`,
          location: locationOf(rule.at),
          severity: grant.severity,
          aliases: [grant.alias],
          key: `${name} ${grant.alias}`,
        };
    }
  },
};

function isGranted(grant: Grant, resources: readonly string[], verbs: readonly string[]): boolean {
  return grant.resources.some((resource) => resources.includes(resource)) && grant.verbs.some((verb) => verbs.includes(verb));
}

/** Groups and users that nobody should bind a role to. */
const subjects: ReadonlyMap<string, readonly [alias: string, words: string]> = new Map([
  ['system:anonymous', ['KSV-0122', 'everybody, without a login']],
  ['system:unauthenticated', ['KSV-0122', 'everybody, without a login']],
  ['system:authenticated', ['KSV-01011', 'everybody with a login']],
  ['system:masters', ['KSV-0123', 'a group that no rule holds back']],
]);

const binding = (roleName: string, subject: string): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: app\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: ${roleName}\nsubjects:\n  - kind: Group\n    name: ${subject}\n`;

export const openBinding: ManifestRule = {
  id: 'open-binding',
  kind: 'misconfiguration',
  title: 'A role is bound to everybody, or the role of administrators to somebody',
  rationale: 'Whoever reaches the API has the rights of the role.',
  remediation: 'Bind a role with few rights to a service account or group of your own.',
  severity: 'high',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  aliases: [],
  examples: { bad: [binding('view', 'system:anonymous'), binding('cluster-admin', 'developers')], good: [binding('view', 'developers')] },
  *check({ kind, name, node }) {
    if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return;
    for (const subject of itemsOf(memberOf(node, 'subjects'))) {
      const found = subjects.get(textOf(memberOf(subject, 'name')) ?? '');
      if (found !== undefined)
        yield {
          message: `${kind} ${name}: binds a role to ${found[1]}`,
          location: locationOf(subject.at),
          severity: 'critical',
          aliases: [found[0]],
          key: `${name} ${found[0]}`,
        };
    }
    const roleName = memberOf(node, 'roleRef', 'name');
    if (/^(?:cluster-admin|admin|edit)$/.test(textOf(roleName) ?? ''))
      yield {
        message: `${kind} ${name}: binds the role ${textOf(roleName)}`,
        location: locationOf(roleName!.at),
        severity: 'medium',
        aliases: ['KSV-0111'],
        key: name,
      };
  },
};

function textsOf(list: LocatedYaml | undefined): readonly string[] {
  return itemsOf(list).flatMap((item) => textOf(item) ?? []);
}
