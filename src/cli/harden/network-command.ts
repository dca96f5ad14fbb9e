import { assertionForms } from '../../harden/network/assertion.ts';
import { type Command } from '../command.ts';
import { networkFormats } from './network-formats.ts';

export const networkCommand: Command = {
  name: 'network',
  summary: 'show who can reach whom, and check assertions about it',
  description: [
    'Reads the networks, published ports, links and network modes of a Compose file, the NetworkPolicies, Services and Ingresses of Kubernetes manifests, or the networks and running containers of a host, and works out who can reach whom. Several Compose files are laid over each other, as docker compose does; several manifests are read together. Nothing is sent to a container.',
    `An assertion is a sentence such as ${assertionForms.map((form) => `"${form}"`).join(', ')}. outside is every other machine; names may have *. Assertions in the section network of pratique.yaml are checked as well.`,
    'Exit codes: 0 all assertions hold; 1 one does not; 2 usage error; 3 nothing could be read; 4 part of the network is not known.',
  ],
  arguments: [
    {
      name: 'FILE|HOST',
      meaning:
        'Compose file, manifests, a directory with a Compose file, an engine (unix:///run/docker.sock, ssh://user@host), or a folder that pratique audit record wrote; without one, the engine of this machine',
      isOptional: true,
      isVariadic: true,
      completes: 'file',
    },
  ],
  options: [
    { name: 'assert', short: 'a', value: 'SENTENCE', meaning: 'what must be true, such as "only api reaches db"', isRepeatable: true },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: `output: ${networkFormats.join(', ')}`, default: 'text, or what the extension of --output FILE says' },
    { name: 'output', short: 'o', value: '[FORMAT=]FILE', meaning: 'write to FILE; with FORMAT=, write that there too', isRepeatable: true, completes: 'file' },
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    { name: 'allow-incomplete', meaning: 'exit 0 instead of 4 if part of the network is not known' },
  ],
  examples: [
    { line: 'pratique network compose.yaml', does: 'show who reaches whom' },
    { line: "pratique network compose.yaml --assert 'only api reaches db' --assert 'outside reaches only web'", does: 'exit 1 if a sentence is not true' },
    { line: 'pratique network deploy/*.yaml --output network.svg', does: 'draw the network policies of manifests' },
    { line: 'pratique network compose.yaml --format mermaid >> README.md', does: 'a diagram that GitHub shows' },
    { line: 'pratique network unix:///run/docker.sock', does: 'running containers' },
  ],
  run: async (input, context) => (await import('./run-network.ts')).runNetwork(input, context),
}; // prettier-ignore
