import { itemsOf, type LocatedYaml, memberOf, membersOf, textOf } from '../../lib/yaml/located-yaml.ts';
import { type Manifest } from '../../check/kubernetes/manifest.ts';

/** A NetworkPolicy of Kubernetes, networking.k8s.io/v1. */
export interface NetworkPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly pods: LocatedYaml | undefined;
  readonly isForIngress: boolean;
  readonly isForEgress: boolean;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}

export interface PolicyRule {
  /** Empty: everybody. */
  readonly peers: readonly LocatedYaml[];
  /** `80/tcp`, `http/tcp`; empty: every port. */
  readonly ports: readonly string[];
}

export function readPolicy({ name, namespace = 'default', node }: Manifest): NetworkPolicy {
  const spec = memberOf(node, 'spec');
  const types = itemsOf(memberOf(spec, 'policyTypes')).map(textOf);
  const egress = memberOf(spec, 'egress');
  return {
    name,
    namespace,
    pods: memberOf(spec, 'podSelector'),
    // NetworkPolicySpec: without policyTypes Ingress always, and Egress where there is a rule for it.
    isForIngress: types.length === 0 || types.includes('Ingress'),
    isForEgress: types.includes('Egress') || (types.length === 0 && egress !== undefined),
    ingress: itemsOf(memberOf(spec, 'ingress')).map((rule) => readRule(rule, 'from')),
    egress: itemsOf(egress).map((rule) => readRule(rule, 'to')),
  };
}

function readRule(rule: LocatedYaml, side: 'from' | 'to'): PolicyRule {
  return {
    peers: itemsOf(memberOf(rule, side)),
    ports: itemsOf(memberOf(rule, 'ports')).map((port) => {
      const [number, end] = [textOf(memberOf(port, 'port')), textOf(memberOf(port, 'endPort'))];
      const range = number === undefined ? 'all' : end === undefined ? number : `${number}-${end}`;
      return `${range}/${(textOf(memberOf(port, 'protocol')) ?? 'tcp').toLowerCase()}`;
    }),
  };
}

/** A LabelSelector; an empty one selects everything, and a missing one what `missing` says. */
export function selects(selector: LocatedYaml | undefined, labels: ReadonlyMap<string, string>, missing = false): boolean {
  if (selector === undefined) return missing;
  for (const [key, { value }] of membersOf(memberOf(selector, 'matchLabels'))) if (labels.get(key) !== textOf(value)) return false;
  return itemsOf(memberOf(selector, 'matchExpressions')).every((expression) => {
    const value = labels.get(textOf(memberOf(expression, 'key')) ?? '');
    const values = itemsOf(memberOf(expression, 'values')).map(textOf);
    switch (textOf(memberOf(expression, 'operator'))) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      case undefined:
      default:
        return false;
    }
  });
}

export function readLabels(node: LocatedYaml | undefined): ReadonlyMap<string, string> {
  return new Map([...membersOf(node)].map(([key, { value }]) => [key, textOf(value) ?? '']));
}
