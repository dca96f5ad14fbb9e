import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const addInsteadOfCopy: DockerfileRule = {
  id: 'add-instead-of-copy',
  kind: 'misconfiguration',
  title: 'ADD is used where COPY is enough',
  rationale: 'ADD unpacks archives and fetches addresses; a file that looks like an archive is treated otherwise than one that does not.',
  remediation: 'Use COPY.',
  severity: 'high',
  aliases: ['DL3020', 'AVD-DS-0005', 'DS-0005', 'CIS-DI-0009', 'CIS-4.9'],
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  examples: {
    bad: ['FROM debian:12\nADD app.jar /app/'],
    good: [
      'FROM debian:12\nCOPY app.jar /app/',
      'FROM debian:12\nADD rootfs.tar.gz /',
      'FROM debian:12\nADD https://example.org/file /file',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'ADD')) {
    const sources = step.instruction.values.slice(0, -1).map(({ text }) => text.replace(/^["']|["']$/g, ''));
    if (sources.length === 0 || step.instruction.heredocs.length > 0) continue;
    if (!sources.every((source) => needsAdd.test(source) || source.includes('$') || isArchive.test(source)))
      yield atStep(subject, step, 'COPY is enough here');
  }
}

/** Addresses, repositories, and what the history of an image has in their place. */
const needsAdd = /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)|^(?:file|dir|multi):[0-9a-f]{6}/i;
const isArchive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lzma|z|lz)|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lzma|z)$/i;
