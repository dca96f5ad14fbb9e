import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = ['https://docs.docker.com/reference/compose-file/services/#ports'];

export const portOnAllInterfaces: ContainerRule = {
  id: 'port-on-all-interfaces',
  kind: 'misconfiguration',
  title: 'A port is published on every interface of the host',
  rationale: 'Docker publishes past the rules of most firewalls, so that everybody who reaches the host reaches the service.',
  remediation: 'Name the interface: 127.0.0.1:8080:80, or leave the port unpublished and let a proxy reach the service over a network.',
  severity: 'low',
  references,
  aliases: ['CIS-5.14'],
  examples: {
    bad: [exampleService('ports:\n  - 2222:22'), exampleService('ports:\n  - target: 80\n    published: "8080"')],
    good: [exampleService('ports:\n  - 127.0.0.1:8443:443'), exampleService('expose: ["80"]')],
  },
  *check(container) {
    if (container.language !== 'compose') return;
    for (const setting of container.ports) {
      const { address, text } = setting.value;
      if (address === undefined || /^(?:0\.0\.0\.0|\[?::\]?|\*)$/.test(address))
        yield violationOf(container, setting, `port ${text} is published on every interface`, { key: text });
    }
  },
};

export const privilegedPort: ContainerRule = {
  id: 'privileged-port',
  kind: 'misconfiguration',
  title: 'A privileged port of the host is published',
  rationale: 'Ports below 1024 are for services of the host itself.',
  remediation: 'Publish a port from 1024 on.',
  severity: 'low',
  references,
  aliases: ['CIS-5.8', 'KSV-0117'],
  examples: { bad: [exampleService('ports:\n  - "443:8443"')], good: [exampleService('ports:\n  - 2222:22')] },
  *check(container) {
    for (const setting of container.ports) {
      const { hostPort, text } = setting.value;
      if (hostPort !== undefined && hostPort > 0 && hostPort < 1024)
        yield violationOf(container, setting, `port ${hostPort} of the host is published (${text})`, { key: text });
    }
  },
};

export const hostPort: ContainerRule = {
  id: 'host-port',
  kind: 'misconfiguration',
  title: 'A pod uses a port of its node',
  rationale: 'It is reachable past network policies, and only one such pod runs on a node.',
  remediation: 'Remove hostPort, and use a Service.',
  severity: 'medium',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  aliases: ['KSV-0024'],
  examples: {
    bad: [exampleContainer('ports:\n  - containerPort: 80\n    hostPort: 8080')],
    good: [exampleContainer('ports:\n  - containerPort: 80')],
  },
  *check(container) {
    if (container.language !== 'kubernetes') return;
    for (const setting of container.ports)
      if (setting.value.hostPort !== undefined && setting.value.hostPort > 0)
        yield violationOf(container, setting, `uses port ${setting.value.hostPort} of its node`, { key: setting.value.text });
  },
};
