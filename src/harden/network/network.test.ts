import { describe, expect, it } from 'vitest';
import { readProject } from '../../check/compose/compose-project.ts';
import { parseAssertion } from './assertion.ts';
import { decodeAssertions } from './decode-assertions.ts';
import { describeReach, judgeAssertion } from './judge-assertion.ts';
import { type NetworkView } from './network-view.ts';
import { parsePublication } from './parse-publication.ts';
import { readComposeNetwork } from './read-compose-network.ts';
import { readHostNetwork } from './read-host-network.ts';
import { readKubernetesNetwork } from './read-kubernetes-network.ts';
import { writeNetworkMermaid } from './write-network-mermaid.ts';
import { writeNetworkSvg } from './write-network-svg.ts';
import { writeNetworkText } from './write-network-text.ts';

function compose(text: string, overrides: readonly string[] = []): NetworkView {
  const more = overrides.map((override, at) => ({ path: `override-${at}.yaml`, text: override }));
  return readComposeNetwork(
    'compose.yaml',
    readProject('compose.yaml', text, () => undefined, more),
  );
}

function verdict(view: NetworkView, text: string): string {
  const assertion = parseAssertion(text);
  if (assertion === undefined) throw new Error(`no assertion: ${text}`);
  const { verdict: judged, reasons } = judgeAssertion(assertion, view);
  return [judged, ...reasons].join('\n');
}

const reachesOf = (view: NetworkView): readonly string[] => view.reaches.map(describeReach);

describe('the network of a Compose file', () => {
  it('attaches services without networks to the default one, open to the outside where a port is published', () => {
    expect(reachesOf(compose('services:\n  web: {ports: ["80:8080"]}\n  db: {ports: ["127.0.0.1:5432:5432"]}\n'))).toEqual([
      '(outside) reaches web through published port 80 (8080/tcp)',
      'web reaches (outside) through network default',
      'web reaches db through network default',
      '(host) reaches db through published port 5432 on 127.0.0.1 (5432/tcp)',
      'db reaches (outside) through network default',
      'db reaches web through network default, published port 80 (8080/tcp)',
    ]);
  });

  it('publishes nothing of a service that is on internal networks only', () => {
    const view = compose('services:\n  db: {ports: ["5432:5432"], networks: [back]}\nnetworks: {back: {internal: true}}\n');
    expect(view.reaches).toEqual([]);
  });

  it.each([
    ['network_mode: host', ['(outside) reaches a through the host’s network', 'a reaches (outside) through the host’s network', '(host) reaches a through the host’s network', 'a reaches b through the host’s network', 'b reaches (outside) through network default', 'b reaches a through the host’s network']],
    ['network_mode: none', ['b reaches (outside) through network default']],
    ['network_mode: "service:b"', ['a reaches (outside) through network default', 'a reaches b through a shared network namespace, network default', 'b reaches (outside) through network default', 'b reaches a through a shared network namespace, network default']],
    ['networks: [lan]', ['a reaches (outside) through network lan', '(outside) reaches a through network lan (macvlan)', 'b reaches (outside) through network default']],
  ])('%s', (mode, expected) => {
    const view = compose(`services:\n  a: {${mode}}\n  b: {}\nnetworks: {lan: {driver: macvlan}}\n`);
    expect([...reachesOf(view)].sort()).toEqual([...expected].sort());
  }); // prettier-ignore

  it('lets only links through where members of a network are isolated', () => {
    const network = 'networks: {n: {internal: true, driver_opts: {com.docker.network.bridge.enable_icc: "false"}}}';
    expect(reachesOf(compose(`services:\n  a: {networks: [n], links: ["b:db"]}\n  b: {networks: [n]}\n${network}\n`))).toEqual([
      'a reaches b through a link on network n',
    ]);
  });

  it('lays override files over the first', () => {
    const view = compose('services:\n  a: {networks: [n]}\nnetworks: {n: {}}\n', ['networks: {n: {internal: true}}\n']);
    expect(view.reaches).toEqual([]);
  });

  it('is incomplete where a variable decides, a network is not defined, or the namespace is of a stranger', () => {
    const { issues } = compose('services:\n  a: {network_mode: "$MODE"}\n  b: {networks: [no]}\n  c: {network_mode: "container:x"}\n');
    expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'NETWORK_UNDECIDED line 2: a: network_mode depends on a variable without a value: $MODE',
      'NETWORK_UNDECIDED line 4: c uses the network of x, which is not in the file',
      'NETWORK_UNDECIDED b is attached to network no, which the file does not define',
    ]);
  });
});

it.each([
  ['80', { port: '80/tcp' }],
  ['8080:80', { hostPort: '8080', port: '80/tcp' }],
  ['8080-8081:80-81/udp', { hostPort: '8080-8081', port: '80-81/udp' }],
  ['127.0.0.1:8080:80', { address: '127.0.0.1', hostPort: '8080', port: '80/tcp' }],
  ['127.0.0.1::80', { address: '127.0.0.1', port: '80/tcp' }],
  ['[::1]:80:80', { address: '[::1]', hostPort: '80', port: '80/tcp' }],
])('reads the publication %s', (text, expected) => {
  expect(parsePublication(text)).toEqual(expected);
});

describe('assertions', () => {
  const view = compose(
    'services:\n  web: {ports: ["80:80"], networks: [front]}\n  api: {networks: [front, back]}\n  db: {networks: [back]}\nnetworks: {front: {}, back: {internal: true}}\n',
  );
  it.each([
    ['only api reaches db', 'pass'],
    ['only web, api reach db', 'pass'],
    ['only web reaches db', 'fail\napi reaches db through network back'],
    ['web does not reach db', 'pass'],
    ['api cannot reach db', 'fail\napi reaches db through network back'],
    ['web reaches api', 'pass'],
    ['web reaches db', 'fail\nweb does not reach db'],
    ['outside reaches only web', 'pass'],
    ['outside reaches only api', 'fail\n(outside) reaches web through published port 80 (80/tcp)'],
    ['db reaches nothing', 'fail\ndb reaches api through network back'],
    ['db reaches only api', 'pass'],
    ['nothing reaches api', 'fail\nweb reaches api through network front\ndb reaches api through network back'],
    ['db does not reach outside', 'pass'],
    ['only api reaches dp', 'fail\nnothing in compose.yaml is called dp'],
  ])('%s: %s', (text, expected) => {
    expect(verdict(view, text)).toBe(expected);
  });

  it('cannot be decided on an external network, nor where something was not read', () => {
    const external = compose('services:\n  db: {networks: [shared]}\nnetworks: {shared: {external: true}}\n');
    expect(verdict(external, 'only db reaches db')).toMatch(/^unknown\nnetwork shared is external/);
    const open = compose('services:\n  a: {networks: [no]}\n  b: {}\n');
    expect(verdict(open, 'a does not reach b')).toMatch(/^unknown\na is attached to network no/);
  });

  it('are read from pratique.yaml, with the place of a mistake', () => {
    expect(decodeAssertions('network:\n  - only api reaches db\n', 'p.yaml').map(({ kind }) => kind)).toEqual(['only']);
    expect(() => decodeAssertions('network:\n  - api db\n', 'p.yaml')).toThrow('p.yaml:2:5: network[0] is no assertion');
  });
});

const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${name}}}\nspec: {${more}containers: [{name: c, image: a:1}]}\n`;
const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: ${spec}\n`;
const cluster = (...objects: readonly string[]): NetworkView =>
  readKubernetesNetwork('k8s', [{ path: 'k8s.yaml', text: objects.join('---\n') }]);

describe('the network of Kubernetes manifests', () => {
  it('is open without policies', () => {
    expect(reachesOf(cluster(pod('a'), pod('b')))).toEqual([
      'a reaches (outside) through pod network',
      'a reaches b through pod network',
      'b reaches (outside) through pod network',
      'b reaches a through pod network',
    ]);
  });

  it('is what policies of both sides allow together, by port', () => {
    const isolated = policy('{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}, {port: 80}]}]}'); // prettier-ignore
    const egress = policy('{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{ports: [{port: 5432}]}]}');
    expect(reachesOf(cluster(pod('api'), pod('db'), pod('web'), isolated, egress)).filter((line) => / reaches db|^db/.test(line))).toEqual([
      'api reaches db through policy p (5432/tcp)',
    ]);
  });

  it.each([
    ['{podSelector: {}}', 'nothing reaches b', 'pass'],
    ['{podSelector: {}, ingress: [{}]}', 'a reaches b', 'pass'],
    ['{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}}', 'nothing reaches b', 'pass'],
    ['{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}}]}]}', 'a reaches b', 'pass'],
    ['{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}', 'a does not reach b', 'pass'],
  ])('%s: %s', (spec, text, expected) => {
    expect(verdict(cluster(pod('a'), pod('b'), policy(spec)), text)).toBe(expected);
  }); // prettier-ignore

  it('is open to other machines through services, ingresses and the network of the node', () => {
    const service = (name: string, type: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {type: ${type}, selector: {app: ${name}}, ports: [{port: 80}]}\n`;
    const ingress = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {defaultBackend: {service: {name: b, port: {number: 80}}}}\n'; // prettier-ignore
    const view = cluster(pod('a'), pod('b'), pod('c'), pod('d', 'hostNetwork: true, '), service('a', 'LoadBalancer'), service('b', 'ClusterIP'), service('c', 'ClusterIP'), ingress); // prettier-ignore
    expect(reachesOf(view).filter((line) => line.startsWith('(outside)'))).toEqual([
      '(outside) reaches a through Service a (LoadBalancer) (80/tcp)',
      '(outside) reaches b through Ingress i (80/tcp)',
      '(outside) reaches d through the node’s network',
    ]);
  });

  it('is incomplete with policies of other kinds', () => {
    const other = 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p}\n';
    expect(cluster(pod('a'), other).issues.map(({ code }) => code)).toEqual(['NETWORK_UNDECIDED']);
  });
});

describe('the network of a host', () => {
  const container = (name: string, networks: readonly string[], more: object = {}): object => ({
    Id: `${name}-id`,
    Name: `/${name}`,
    HostConfig: { NetworkMode: networks[0] ?? 'none', Links: null },
    NetworkSettings: { Networks: Object.fromEntries(networks.map((each) => [each, {}])), Ports: {} },
    ...more,
  });
  const read = (containers: readonly object[], networks: unknown = []): NetworkView =>
    readHostNetwork({ host: 'unix:///s', networks, containers, services: undefined, issues: [] });

  it('comes from its networks and the ports of its containers', () => {
    const networks = [{ Name: 'back', Driver: 'bridge', Internal: true, Options: {} }, { Name: 'front', Driver: 'bridge', Internal: false, Options: {} }]; // prettier-ignore
    const ports = { NetworkSettings: { Networks: { front: {}, back: {} }, Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '81/tcp': null } } }; // prettier-ignore
    const sharing = container('side', [], { HostConfig: { NetworkMode: 'container:db-id' } });
    const view = read([container('web', ['front'], ports), container('db', ['back']), sharing], networks);
    expect(verdict(view, 'only web, side reach db')).toBe('pass');
    expect(verdict(view, 'outside reaches only web')).toBe('pass');
    expect(view.issues).toEqual([]);
  });

  it('is incomplete where the engine does not describe a network', () => {
    expect(read([container('a', ['n'])]).issues.map(({ message }) => message)).toEqual([
      'the engine does not describe network n; it is taken for one with a way out',
    ]);
  });
});

describe('hostile names', () => {
  const view = readHostNetwork({
    host: 'h',
    networks: [],
    containers: [{ Id: 'x', Name: '/a"]\n click <script>&\u001b[31m\u202e', HostConfig: { NetworkMode: 'host' } }],
    services: undefined,
    issues: [],
  });

  it('are harmless in every output', () => {
    const plain = (text: string): string => text;
    const text = [...writeNetworkText(view, [], { width: 80, strong: plain, good: plain, bad: plain })].join('');
    const mermaid = [...writeNetworkMermaid(view)].join('');
    const svg = [...writeNetworkSvg(view)].join('');
    for (const output of [text, mermaid, svg]) expect(output).not.toMatch(/[\u001b\u202e]/);
    expect(mermaid.split('\n').filter((line) => line.includes('click'))).toHaveLength(1);
    expect(mermaid).not.toContain('<script>');
    expect(svg).not.toContain('<script>');
  });
});
