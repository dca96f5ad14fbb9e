import { maskValue } from '../mask-value.ts';
import { isSecretName } from '../../dockerfile/find/secret-names.ts';
import { isPlainSecret } from '../is-plain-secret.ts';
import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const users = ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'];

export const containerAsRoot: ContainerRule = {
  id: 'root-user',
  kind: 'misconfiguration',
  title: 'The container runs as root',
  rationale: 'A process that breaks out of a container started as root is root on the host unless user namespaces are used.',
  remediation: 'Set user to a number without privileges in Compose; runAsNonRoot: true and runAsUser in Kubernetes.',
  severity: 'high',
  references: users,
  aliases: ['CIS-4.1', 'KSV-0012'],
  examples: {
    bad: [
      exampleService('user: root'),
      exampleService('user: "0:0"'),
      exampleContainer(''),
      exampleContainer('securityContext:\n  runAsUser: 0'),
    ],
    good: [
      exampleService('user: "10001"'),
      exampleService('restart: "no"'),
      exampleContainer('', 'securityContext:\n  runAsNonRoot: true'),
      exampleContainer('securityContext:\n  runAsUser: 20001'),
    ],
  },
  *check(container) {
    const { user } = container;
    const name = user?.value.split(':', 1)[0];
    if (name !== undefined && /^(?:root|0+)$/.test(name))
      yield violationOf(container, user, 'runs as root', container.language === 'kubernetes' ? { aliases: ['KSV-0105'] } : {});
    // In Compose the image decides, which has a rule of its own.
    else if (container.language === 'kubernetes' && name === undefined && container.refusesRoot !== true)
      yield violationOf(container, undefined, 'may run as root: runAsNonRoot is not set', { severity: 'medium' });
  },
};

export const lowUserId: ContainerRule = {
  id: 'low-user-id',
  kind: 'misconfiguration',
  title: 'The number of the user is one that the host may have',
  rationale: 'A process that breaks out has the rights of the account of the host with that number.',
  remediation: 'Use a number above 10000.',
  severity: 'low',
  references: users,
  aliases: ['KSV-0020'],
  examples: {
    bad: [exampleContainer('securityContext:\n  runAsUser: 500')],
    good: [exampleContainer('securityContext:\n  runAsUser: 20002'), exampleService('user: "1000"')],
  },
  *check(container) {
    const id = Number(container.user?.value);
    if (container.language === 'kubernetes' && id > 0 && id <= 10_000) yield violationOf(container, container.user, `runs as user ${id}`);
  },
};

export const lowGroupId: ContainerRule = {
  id: 'low-group-id',
  kind: 'misconfiguration',
  title: 'The number of the group is one that the host may have',
  rationale: 'A process that breaks out has the rights of the group of the host with that number; group 0 owns most of it.',
  remediation: 'Use a number above 10000.',
  severity: 'low',
  references: users,
  aliases: ['KSV-0021', 'KSV-0116'],
  examples: {
    bad: [exampleContainer('securityContext:\n  runAsGroup: 0')],
    good: [exampleContainer('securityContext:\n  runAsGroup: 30303'), exampleContainer('')],
  },
  *check(container) {
    const { group } = container;
    if (group !== undefined && Number(group.value) <= 10_000) yield violationOf(container, group, `runs with group ${group.value}`);
  },
};

export const latestImage: ContainerRule = {
  id: 'latest-image',
  kind: 'misconfiguration',
  title: 'The version of an image is not fixed',
  rationale: 'latest, and an image without a tag, may be another image at every start.',
  remediation: 'Name a version, and its digest: app:1.2.3@sha256:….',
  severity: 'medium',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  aliases: ['CIS-5.28', 'KSV-0013'],
  examples: {
    bad: ['services:\n  app:\n    image: nginx\n', 'services:\n  app:\n    image: example.org:5000/app:latest\n'],
    good: [
      exampleService('restart: "no"'),
      'services:\n  app:\n    image: nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000\n',
      'services:\n  app:\n    build: .\n    image: app\n',
    ],
  },
  *check(container) {
    const { image } = container;
    if (image === undefined || image.value.includes('@')) return;
    const [, tag] = /:([^/:]+)$/.exec(image.value) ?? [];
    if (tag === undefined) yield violationOf(container, image, `${image.value} has no tag`);
    else if (tag === 'latest') yield violationOf(container, image, `${image.value} is not a fixed version`);
  },
};

export const secretInEnvironment: ContainerRule = {
  id: 'secret-in-variable',
  kind: 'misconfiguration',
  title: 'A secret is written into an environment variable',
  rationale: 'Everyone who can read the file, inspect the container or read /proc has it, and it is in the history of the repository.',
  remediation: 'Change the secret, and pass it by secrets: (a Secret in Kubernetes), or by a variable without a default.',
  severity: 'high',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/', 'https://kubernetes.io/docs/concepts/configuration/secret/'],
  aliases: ['CIS-4.10', 'CIS-7.4'],
  examples: {
    bad: [
      exampleService('environment:\n  DB_PASSWORD: Tq9vL2mxR7w4Kd'),
      exampleService('environment:\n  - API_TOKEN=a8f5f167f44f4964e6c998dee827110c'),
      exampleContainer('env:\n  - name: DB_PASSWORD\n    value: Tq9vL2mxR7w4Kd'),
    ],
    good: [
      exampleService(
        'environment:\n  DB_PASSWORD_FILE: /run/secrets/db\n  APP_PASSWORD: ${APP_PASSWORD:?must be set}\n  PASSWORD_MIN_LENGTH: "12"',
      ),
      exampleContainer('env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password'),
    ],
  },
  *check(container) {
    for (const setting of container.environment) {
      const { name, value } = setting.value;
      if (isSecretName(name) && isPlainSecret(value))
        yield violationOf(container, setting, `${name} is a secret`, { key: name, excerpt: `${name}=${maskValue(value)}` });
    }
  },
};
