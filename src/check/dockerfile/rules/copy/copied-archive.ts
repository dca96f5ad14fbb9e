import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const copiedArchive: DockerfileRule = {
  id: 'copied-archive',
  kind: 'misconfiguration',
  title: 'An archive is copied and then unpacked',
  rationale: 'The archive stays in its layer beside what was in it.',
  remediation: 'Use ADD, which unpacks it, or mount it: RUN --mount=type=bind.',
  severity: 'low',
  aliases: ['DL3010'],
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  examples: {
    bad: ['FROM debian:12\nCOPY app.tar /tmp/\nRUN tar -xf /tmp/app.tar'],
    good: ['FROM debian:12\nADD app.tar /', 'FROM debian:12\nCOPY app.tar /data/'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const stage of subject.build.stages) {
    const archives = new Map<string, Step>();
    for (const step of stage.steps) {
      if (step.keyword === 'COPY' && flagValue(step.instruction, 'from') === undefined) {
        const names = step.instruction.values.map(({ text }) => fileName(text));
        const target = names.at(-1) ?? '';
        for (const name of names.slice(0, -1))
          if (archivePattern.test(name)) archives.set(archivePattern.test(target) ? target : name, step);
      }
      for (const { name, words } of step.script?.commands ?? []) {
        if (!unpackers.has(name) || archives.size === 0) continue;
        if (name.endsWith('tar') && !words.some(({ value }, at) => /^-{0,2}[a-zA-Z]*x/.test(value) && (at === 0 || value.startsWith('-'))))
          continue;
        for (const { value } of words) {
          const from = archives.get(fileName(value));
          if (from === undefined) continue;
          archives.delete(fileName(value));
          yield atStep(subject, from, `${fileName(value)} is copied and then unpacked`);
        }
      }
    }
  }
}

const archivePattern = /\.(?:tar|tar\.(?:gz|bz2|xz|zst|lzma|z|lz)|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lzma|zip)$/i;
const unpackers: ReadonlySet<string> = new Set([
  'tar',
  'bsdtar',
  'unzip',
  'gunzip',
  'gzip',
  'bunzip2',
  'bzip2',
  'unxz',
  'xz',
  'unlzma',
  'uncompress',
  'zcat',
  'gzcat',
  'bzcat',
  'xzcat',
  'pigz',
]);

function fileName(path: string): string {
  const bare = path.replace(/^["']|["']$/g, '');
  return bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
}
