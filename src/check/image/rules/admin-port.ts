import { findInstructions } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

/** Ports over which a host or its engine is administered, or that send passwords in plain text. */
const adminPorts: ReadonlyMap<string, string> = new Map([
  ['21', 'FTP'],
  ['22', 'SSH'],
  ['23', 'Telnet'],
  ['512', 'rexec'],
  ['513', 'rlogin'],
  ['514', 'rsh'],
  ['2375', 'the Docker API without TLS'],
  ['2376', 'the Docker API'],
  ['3389', 'RDP'],
  ['5900', 'VNC'],
  ['5985', 'WinRM'],
  ['5986', 'WinRM'],
  ['10250', 'the kubelet'],
]);

export const adminPort: ImageRule = {
  id: 'admin-port',
  kind: 'misconfiguration',
  title: 'A port for remote administration is exposed',
  rationale:
    'A container is administered through its engine (docker exec, kubectl exec). A service for remote logins inside it is one more way in that has its own accounts and patches.',
  remediation: 'Remove the service and its EXPOSE. Use docker exec or kubectl exec to get into a container.',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: ['AVD-DS-0004', 'DS-0004'],
  examples: {
    bad: ['EXPOSE 22', 'EXPOSE 80 22/tcp', 'EXPOSE 2375/tcp', 'EXPOSE 3389'],
    good: ['EXPOSE 80 443', 'EXPOSE 22/udp', 'EXPOSE 2222'],
  },
  *check({ config }) {
    for (const exposed of config.exposedPorts) {
      const [port = '', protocol = 'tcp'] = exposed.split('/');
      const service = protocol.toLowerCase() === 'tcp' ? adminPorts.get(port) : undefined;
      if (service === undefined) continue;
      // Buildah keeps variables in the history.
      const instruction = [...findInstructions(config.history, 'EXPOSE')].findLast(({ text }) =>
        new RegExp(`\\b${port}\\b|\\$`).test(text),
      );
      yield {
        message: `port ${exposed} (${service}) is exposed`,
        setting: 'config.ExposedPorts',
        key: exposed,
        ...(instruction === undefined ? {} : { instruction: instruction.text }),
      };
    }
  },
};
