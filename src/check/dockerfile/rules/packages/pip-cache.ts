import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { inherited } from '../../find/inherited.ts';
import { isMounted } from '../../find/mounts.ts';
import { hasOption } from '../../find/options.ts';
import { installsOf, isDryRun, pip, type Invocation } from '../../find/package-manager.ts';
import { atCommand, severityIn } from '../../find/violation.ts';
import { type ShellCommand } from '../../shell/shell-script.ts';

export const pipCache: DockerfileRule = {
  id: 'pip-cache',
  kind: 'misconfiguration',
  title: 'The cache of pip stays in the image',
  rationale: 'It is as large as the packages and nothing reads it again.',
  remediation: 'Use pip install --no-cache-dir, or mount a cache over /root/.cache/pip.',
  severity: 'medium',
  aliases: ['DL3042'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM python:3.12-slim\nRUN pip install flask==3.0.3'],
    good: [
      'FROM python:3.12-slim\nRUN pip install --no-cache-dir flask==3.0.3',
      'FROM python:3.12-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.0.3',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const disabled = inherited<boolean>(false, ({ steps }, before) => steps.reduce(readSetting, before));
  const calls = new Map<Step, Invocation[]>();
  for (const found of installsOf(subject, pip)) {
    const list = calls.get(found.step);
    if (list === undefined) calls.set(found.step, [found]);
    else list.push(found);
  }
  for (const stage of subject.build.stages) {
    let isOff = stage.parent === undefined ? false : disabled(stage.parent);
    for (const step of stage.steps) {
      isOff = readSetting(isOff, step);
      if (isOff || isMounted(step, '/root/.cache/pip')) continue;
      for (const found of calls.get(step) ?? []) {
        const { command, later } = found;
        if (hasOption(command, '--no-cache-dir', '--no-cache') || isDryRun(found) || isSetIn(step, command)) continue;
        const isRemoved = later.some(
          ({ name, words }) =>
            (pip.names.has(name) && words[0]?.value === 'cache' && words[1]?.value === 'purge') ||
            (name === 'rm' && words.some(({ value }) => /\.cache(?:\/pip)?(?:\/\*)?$/.test(value))),
        );
        if (!isRemoved) yield atCommand(subject, command, '--no-cache-dir is missing', severityIn(stage));
      }
    }
  }
}

/** Words that pip takes for yes. */
const yes = /^(?:1|true|yes|y|on|t)$/i;

function readSetting(before: boolean, { keyword, instruction, isTrigger }: Step): boolean {
  if (isTrigger || (keyword !== 'ENV' && keyword !== 'ARG')) return before;
  const { values } = instruction;
  if (keyword === 'ARG') {
    const set = values.map(({ text }) => /^PIP_NO_CACHE_DIR=(.*)$/.exec(text)?.[1]).find((value) => value !== undefined);
    return set === undefined ? before : yes.test(set.replace(/["']/g, ''));
  }
  const at = values.findIndex(({ text }, index) => index % 3 === 0 && text === 'PIP_NO_CACHE_DIR');
  return at < 0 ? before : yes.test((values[at + 1]?.text ?? '').replace(/["']/g, ''));
}

/** `PIP_NO_CACHE_DIR=1 pip install`, or an export before it. */
function isSetIn({ script }: Step, command: ShellCommand): boolean {
  const isYes = (value: string | undefined): boolean => value !== undefined && yes.test(value);
  if (isYes(command.assignments.find(({ name }) => name === 'PIP_NO_CACHE_DIR')?.value)) return true;
  for (const { name, words, assignments } of script?.commands ?? []) {
    if (name === 'export' && words.some(({ value }) => isYes(/^PIP_NO_CACHE_DIR=["']?([^"']*)["']?$/.exec(value)?.[1]))) return true;
    if (name === '' && isYes(assignments.find((each) => each.name === 'PIP_NO_CACHE_DIR')?.value)) return true;
  }
  return false;
}
