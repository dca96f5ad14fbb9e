import { findInstruction } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

export const rootUser: ImageRule = {
  id: 'root-user',
  kind: 'misconfiguration',
  title: 'The container runs as root',
  rationale:
    'A process that breaks out of a container started as root is root on the host unless user namespaces are used, and inside the container it can replace every file and open every port.',
  remediation: 'Create an account without privileges and name it with USER after the last instruction that needs root.',
  severity: 'high',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  aliases: ['CIS-DI-0001', 'AVD-DS-0002', 'DS-0002', 'DL3002', 'CIS-4.1'],
  examples: {
    bad: ['CMD ["app"]', 'USER root', 'USER 0', 'USER 0:0', 'USER root:1000'],
    good: ['USER 10001', 'USER app', 'USER 10001:0'],
  },
  *check({ config, platform }) {
    // Windows containers run as ContainerUser or ContainerAdministrator, whatever the number.
    if (platform.os === 'windows') return;
    const user = (config.user ?? '').split(':', 1)[0]!.trim();
    if (user !== '' && user !== 'root' && !/^0+$/.test(user)) return;
    const message = user === '' ? 'no USER is set, so the container runs as root' : `USER is ${user}, so the container runs as root`;
    const instruction = findInstruction(config.history, 'USER')?.text;
    yield { message, setting: 'config.User', ...(instruction === undefined ? {} : { instruction }) };
  },
};
