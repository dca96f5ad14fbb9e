import { memberOf, textOf } from '../../../lib/yaml/located-yaml.ts';
import { type ComposeRule } from '../compose-rule.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';

export const plainOverlay: ComposeRule = {
  id: 'plain-overlay',
  kind: 'misconfiguration',
  title: 'Traffic between the nodes of a swarm is not encrypted',
  rationale: 'Whoever can listen between the nodes reads what services send to each other.',
  remediation: 'Set driver_opts encrypted: "true" on the network.',
  severity: 'medium',
  references: ['https://docs.docker.com/engine/swarm/networking/#customize-an-overlay-network'],
  aliases: ['CIS-7.3'],
  examples: {
    bad: ['services: {}\nnetworks:\n  back:\n    driver: overlay\n'],
    good: [
      'services: {}\nnetworks:\n  back:\n    driver: overlay\n    driver_opts:\n      encrypted: "true"\n  front:\n    driver: bridge\n',
      'services: {}\nnetworks:\n  old:\n    driver: overlay\n    external: true\n',
    ],
  },
  *check({ networks }) {
    for (const [name, { at, value }] of networks) {
      if (textOf(memberOf(value, 'driver')) !== 'overlay' || memberOf(value, 'external') !== undefined) continue;
      const option = memberOf(value, 'driver_opts', 'encrypted');
      if (option === undefined || textOf(option) === 'false')
        yield { message: `the overlay network ${name} is not encrypted`, location: locationOf(at), key: name };
    }
  },
};

export const openNetwork: ComposeRule = {
  id: 'open-network',
  kind: 'misconfiguration',
  title: 'A network of services without published ports reaches the outside',
  rationale: 'A database on such a network can send what it holds anywhere once it is taken over.',
  remediation: 'Set internal: true where its services need nothing from the outside.',
  severity: 'negligible',
  references: ['https://docs.docker.com/reference/compose-file/networks/#internal'],
  aliases: [],
  examples: {
    bad: ['services:\n  db:\n    image: a:1\n    networks: [back]\nnetworks:\n  back: {}\n'],
    good: [
      'services:\n  db:\n    image: a:1\n    networks: [back]\nnetworks:\n  back:\n    internal: true\n',
      'services:\n  web:\n    image: a:1\n    ports: ["127.0.0.1:8080:80"]\n    networks: [front]\nnetworks:\n  front: {}\n',
    ],
  },
  *check({ networks, services }) {
    for (const [name, { at, value }] of networks) {
      if (name === 'default' || memberOf(value, 'internal') !== undefined || memberOf(value, 'external') !== undefined) continue;
      const members = services.filter(({ node }) => namesOf(memberOf(node, 'networks')).includes(name));
      if (members.length > 0 && members.every(({ node }) => memberOf(node, 'ports') === undefined))
        yield { message: `the network ${name} has no service with ports, and is not internal`, location: locationOf(at), key: name };
    }
  },
};

function namesOf(networks: ReturnType<typeof memberOf>): readonly string[] {
  if (networks?.kind === 'map') return [...networks.members.keys()];
  return networks?.kind === 'list' ? networks.items.flatMap((item) => textOf(item) ?? []) : [];
}
