import { itemsOf, memberOf, membersOf, textOf } from '../../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';
import { isSecretName } from '../../dockerfile/find/secret-names.ts';
import { exampleContainer } from '../../container/container.ts';
import { isPlainSecret } from '../../container/is-plain-secret.ts';
import { maskValue } from '../../container/mask-value.ts';
import { type ManifestRule } from '../manifest.ts';

const configMap = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  namespace: shop\ndata:\n  ${data}\n`;

export const configMapSecret: ManifestRule = {
  id: 'config-map-secret',
  kind: 'misconfiguration',
  title: 'A ConfigMap holds a secret',
  rationale: 'ConfigMaps are not encrypted at rest, and more people may read them than Secrets.',
  remediation: 'Change the secret, and put it into a Secret.',
  severity: 'high',
  references: ['https://kubernetes.io/docs/concepts/configuration/configmap/'],
  aliases: ['KSV-0109', 'KSV-01010'],
  examples: {
    bad: [configMap('db_password: Vq7nZ2rL9xTb4sKd')],
    good: [
      configMap('owner_email: ops@example.com'),
      configMap('token_ttl: "3600"'),
      configMap('app.js: "const secretKey = process.env.SECRET_KEY;"'),
    ],
  },
  *check({ kind, name, node }) {
    if (kind !== 'ConfigMap') return;
    for (const [key, { value, at }] of membersOf(memberOf(node, 'data'))) {
      const text = textOf(value) ?? '';
      // A file of several lines is not the value of its name.
      if (isSecretName(key) && isPlainSecret(text) && !/[\n;(]/.test(text.trim()))
        yield {
          message: `ConfigMap ${name}: ${key} is a secret`,
          location: locationOf({ ...at, endLine: value.at.endLine }),
          key: `${name} ${key}`,
          excerpt: `${key}: ${maskValue(text)}`,
        };
    }
  },
};

export const defaultNamespace: ManifestRule = {
  id: 'default-namespace',
  kind: 'misconfiguration',
  title: 'A workload is in the namespace default',
  rationale: 'Quotas, network policies and roles are set for namespaces; in default everything shares them.',
  remediation: 'Name a namespace.',
  severity: 'low',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  aliases: ['KSV-0110'],
  examples: {
    bad: [exampleContainer('').replace('namespace: shop', 'namespace: default')],
    good: [exampleContainer(''), exampleContainer('').replace('  namespace: shop\n', '')],
  },
  *check({ kind, name, namespace, podSpec, node }) {
    // Without one the command that applies it decides.
    if (podSpec !== undefined && namespace === 'default')
      yield {
        message: `${kind} ${name}: is in the namespace default`,
        location: locationOf(memberOf(node, 'metadata', 'namespace')!.at),
        key: name,
      };
  },
};

export const systemNamespace: ManifestRule = {
  id: 'system-namespace',
  kind: 'misconfiguration',
  title: 'A workload is in the namespace kube-system',
  rationale: 'Service accounts of kube-system have rights over the cluster.',
  remediation: 'Use a namespace of your own.',
  severity: 'medium',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  aliases: ['KSV-0037'],
  examples: { bad: [exampleContainer('').replace('namespace: shop', 'namespace: kube-system')], good: [exampleContainer('')] },
  *check({ kind, name, namespace, podSpec, node }) {
    if (podSpec !== undefined && namespace === 'kube-system')
      yield {
        message: `${kind} ${name}: is in the namespace kube-system`,
        location: locationOf(memberOf(node, 'metadata', 'namespace')!.at),
        key: name,
      };
  },
};

export const externalIp: ManifestRule = {
  id: 'external-ip',
  kind: 'misconfiguration',
  title: 'A Service takes addresses from outside the cluster',
  rationale: 'Whoever may make Services can take over traffic to any address (CVE-2020-8554).',
  remediation: 'Remove externalIPs, and use a LoadBalancer or an Ingress.',
  severity: 'high',
  references: ['https://github.com/kubernetes/kubernetes/issues/97076'],
  aliases: ['KSV-0108'],
  examples: {
    bad: ['apiVersion: v1\nkind: Service\nmetadata:\n  name: app\nspec:\n  externalIPs: [192.0.2.1]\n'],
    good: ['apiVersion: v1\nkind: Service\nmetadata:\n  name: app\nspec:\n  type: ClusterIP\n'],
  },
  *check({ kind, name, node }) {
    const addresses = memberOf(node, 'spec', 'externalIPs');
    if (kind === 'Service' && itemsOf(addresses).length > 0)
      yield { message: `Service ${name}: takes external addresses`, location: locationOf(addresses!.at), key: name };
  },
};
