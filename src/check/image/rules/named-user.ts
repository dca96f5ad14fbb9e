import { findInstruction } from '../find-instruction.ts';
import { type ImageRule } from '../image-rule.ts';

export const namedUser: ImageRule = {
  id: 'named-user',
  kind: 'misconfiguration',
  title: 'USER is a name, not a number',
  rationale:
    'Kubernetes refuses an image whose user is a name when runAsNonRoot is set, because it cannot tell from the name that the user is not root.',
  remediation: 'Use the number of the account: USER 10001.',
  severity: 'negligible',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  aliases: ['DL3066'],
  examples: { bad: ['USER app', 'USER app:app'], good: ['USER 10001', 'USER 10001:app', 'USER root', 'CMD ["app"]'] },
  *check({ config, platform }) {
    const user = (config.user ?? '').split(':', 1)[0]!.trim();
    // Root is another rule's.
    if (platform.os === 'windows' || user === '' || user === 'root' || /^\d+$/.test(user)) return;
    const instruction = findInstruction(config.history, 'USER')?.text;
    yield {
      message: `USER is the name ${user}, which Kubernetes cannot tell from root`,
      setting: 'config.User',
      ...(instruction === undefined ? {} : { instruction }),
    };
  },
};
