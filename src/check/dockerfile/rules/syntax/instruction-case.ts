import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atInstruction } from '../../find/violation.ts';
import { keywords } from '../../syntax/check-instruction.ts';

export const instructionCase: DockerfileRule = {
  id: 'instruction-case',
  kind: 'misconfiguration',
  title: 'Instructions are not written in one case',
  rationale: 'Mixed case is harder to read.',
  remediation: 'Write every instruction in capitals, or every one in small letters.',
  severity: 'negligible',
  aliases: ['ConsistentInstructionCasing'],
  references: ['https://docs.docker.com/reference/build-checks/', 'consistent-instruction-casing/'],
  examples: {
    bad: ['FROM alpine:3.20\nrun echo hello\nCMD ["sh"]', 'From alpine:3.20\nRUN echo hello'],
    good: ['FROM alpine:3.20\nRUN echo hello', 'from alpine:3.20\nrun echo hello'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const { instructions } = subject.build.file;
  const known = instructions.filter(({ keyword }) => keywords.has(keyword));
  const lower = known.filter(({ word }) => word === word.toLowerCase()).length;
  const upper = known.filter(({ word, keyword }) => word === keyword).length;
  const isLower = lower > upper;
  for (const instruction of known) {
    const { word, keyword } = instruction;
    if (word !== (isLower ? keyword.toLowerCase() : keyword))
      yield atInstruction(subject, instruction, `${word} is not in ${isLower ? 'small letters' : 'capitals'} as most instructions are`);
  }
}
