import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { pip } from '../../find/package-manager.ts';
import { unpinned } from '../../find/pins.ts';

export const pipPin: DockerfileRule = {
  id: 'pip-pin',
  kind: 'misconfiguration',
  title: 'A package is installed without a version by pip',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: pip install package==version, or use a requirements file with hashes.',
  severity: 'medium',
  aliases: ['DL3013'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM python:3.12-slim\nRUN pip install --no-cache-dir flask'],
    good: [
      'FROM python:3.12-slim\nRUN pip install --no-cache-dir flask==3.0.3',
      'FROM python:3.12-slim\nRUN pip install --no-cache-dir -r requirements.txt',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  yield* unpinned(
    subject,
    pip,
    isPinned,
    ({ command }) =>
      hasOption(command, '--constraint') ||
      command.words.some(
        ({ value }) => value === '-c' || value === '-r' || value === '--requirement' || value.startsWith('--requirement='),
      ),
  );
}

function isPinned(name: string): boolean {
  if (/^(?:git|hg|svn|bzr)\+/.test(name)) return /@[^/]+$/.test(name.split('#', 1)[0]!.replace(/^\w+\+\w+:\/\/[^/]*@/, ''));
  return /[=<>~!]=|[<>]|\s@\s|^[\w.-]+@|:\/\//.test(name) || /\.(?:whl|tar\.gz|tar\.bz2|zip|tgz)$/.test(name) || /^\.|\//.test(name);
}
