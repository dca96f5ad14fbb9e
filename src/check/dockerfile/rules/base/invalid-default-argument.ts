import { type Violation } from '../../../../model/rule.ts';
import { expand } from '../../build/expand.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const invalidDefaultArgument: DockerfileRule = {
  id: 'invalid-default-argument',
  kind: 'misconfiguration',
  title: 'The default of an ARG makes an invalid image name',
  rationale: 'A build without --build-arg fails.',
  remediation: 'Give the ARG a default, or write the variable so that the name is valid without it: ${NAME:-value}.',
  severity: 'high',
  aliases: ['InvalidDefaultArgInFrom'],
  references: ['https://docs.docker.com/reference/build-checks/', 'invalid-default-arg-in-from/'],
  examples: { bad: ['ARG TAG\nFROM debian:${TAG}'], good: ['ARG TAG=12\nFROM debian:${TAG}', 'ARG VARIANT=""\nFROM debian:12${VARIANT}'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of fromsOf(subject)) {
    if (step.undeclared.length > 0) continue;
    const written = step.instruction.values[0]?.text ?? '';
    if (!written.includes('$')) continue;
    const name = withDefaults(subject, written);
    if (name !== undefined && (name.length > 1_000 || !imageName.test(name)))
      yield atStep(
        subject,
        step,
        name === ''
          ? `${written} is empty unless the argument is given`
          : `${written} is ${name} unless the argument is given, which names no image`,
      );
  }
}

/** As the build sees it when nobody gives an argument. */
function withDefaults({ build: { globalSteps, file } }: DockerfileSubject, written: string): string | undefined {
  const values = new Map<string, string>();
  const lookup = (name: string): { readonly value?: string } | undefined => {
    const value = values.get(name);
    return value === undefined ? undefined : { value };
  };
  for (const { keyword, instruction } of globalSteps) {
    if (keyword !== 'ARG') continue;
    for (const { text } of instruction.values) {
      const [name = '', ...value] = text.split('=');
      if (value.length > 0) values.set(name, expand(value.join('='), lookup, file.escape).text);
    }
  }
  const { text, references } = expand(written, lookup, file.escape);
  return references.some(({ name }) => /^(?:BUILD|TARGET)/.test(name)) ? undefined : text;
}

const imageName = /^(?:[\w.-]+(?::\d+)?\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\w[\w.-]*)?(?:@[\w+.-]+:[0-9a-f]+)?$/i;
