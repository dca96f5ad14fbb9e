import { type Violation } from '../../../../model/rule.ts';
import { type Stage } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isMounted } from '../../find/mounts.ts';
import { invocationsOf, apt } from '../../find/package-manager.ts';
import { perStage } from '../../find/per-stage.ts';
import { atCommand } from '../../find/violation.ts';

export const aptLists: DockerfileRule = {
  id: 'apt-lists',
  kind: 'misconfiguration',
  title: 'The lists of apt stay in the image',
  rationale: 'They are tens of megabytes that only apt-get update needs.',
  remediation: 'End the RUN with rm -rf /var/lib/apt/lists/*, or mount caches over /var/lib/apt and /var/cache/apt.',
  severity: 'low',
  aliases: ['DL3009', 'DKL-DI-0005'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const hasTriggers = perStage(({ steps }) => steps.some(({ isTrigger }) => isTrigger));
  const isKept = perStage(keepsArchives);
  for (const found of invocationsOf(subject, apt, new Set(['update']))) {
    const { stage, step, later, command } = found;
    if (!stage.isInFinalImage && !hasTriggers(stage)) continue;
    const isRemoved = later.some(
      ({ name, words }) =>
        (name === 'rm' || name === 'find') && words.some(({ value }) => /^\/var\/lib\/apt(?:\/|$)|^\/var\/lib(?:\/\*)?$/.test(value)),
    );
    const isCovered = isMounted(step, '/var/lib/apt/lists') && (isMounted(step, '/var/cache/apt/archives') || !isKept(stage));
    if (
      !isRemoved &&
      !isCovered &&
      !later.some(
        ({ name, words }) => /^apt(?:-get)?$/.test(name) && words.some(({ value }) => value === 'distclean' || value === 'dist-clean'),
      )
    )
      yield atCommand(subject, command, 'the lists of apt stay in the layer');
  }
}

/** Debian's images delete what apt fetched unless the setting that does so is removed. */
function keepsArchives({ steps }: Stage): boolean {
  return steps.some(({ script }) =>
    (script?.commands ?? []).some(({ name, words }) => name === 'rm' && words.some(({ value }) => value.endsWith('/docker-clean'))),
  );
}
