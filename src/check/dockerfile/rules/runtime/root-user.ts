import { type Violation } from '../../../../model/rule.ts';
import { type Step, type BaseImage } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { inherited, rootImages } from '../../find/inherited.ts';
import { atStep } from '../../find/violation.ts';

export const rootUser: DockerfileRule = {
  id: 'root-user',
  kind: 'misconfiguration',
  title: 'The container runs as root',
  rationale:
    'Whoever breaks out of the program is root in the container, and one flaw of the kernel or one mount away from root on the host.',
  remediation: 'Create an account and end the final stage with USER and its numeric id.',
  severity: 'high',
  aliases: ['DL3002', 'AVD-DS-0002', 'DS-0002', 'CIS-DI-0001', 'CIS-4.1'],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: {
    bad: ['FROM debian:12', 'FROM debian:12\nUSER root'],
    good: ['FROM debian:12\nUSER 10001', 'FROM debian:12\nUSER root\nRUN make\nUSER 10001'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const lastUser = inherited<Step | undefined>(
    undefined,
    ({ steps }, before) => steps.findLast(({ keyword, isTrigger }) => keyword === 'USER' && !isTrigger) ?? before,
  );
  const rootOf = rootImages();
  for (const stage of subject.build.stages) {
    // A named stage that no other uses is an image of its own, built with --target.
    if (!stage.isLast && (stage.isUsed || stage.name === undefined || stage.isInFinalImage)) continue;
    const last = lastUser(stage);
    const severity = stage.isLast ? {} : ({ severity: 'low' } as const);
    if (last !== undefined) {
      const user = last.expanded[0];
      if (user !== undefined && /^(?:root|0+)(?::.*)?$/.test(user.trim()))
        yield atStep(subject, last, `the last USER is ${user}`, { ...severity, key: 'USER' });
    } else if (stage.isLast && stage.from !== undefined && !isNonRoot(rootOf(stage))) {
      yield atStep(subject, stage.from, 'no USER, so the container runs as the base image does, which is root for most', {
        key: 'no USER',
      });
    }
  }
}

/** Images whose name says that they do not run as root. A file whose end cannot be read may have a USER there. */
function isNonRoot(root: BaseImage | undefined): boolean {
  return root !== undefined && (/(?:^|[:._-])(?:nonroot|rootless|unprivileged)(?:$|[.@_-])/.test(root.name) || root.registry === 'cgr.dev');
}
