import { type Severity } from '../../../model/severity.ts';
import { type Violation } from '../../../model/rule.ts';
import { type Stage, type Step } from '../build/build.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellCommand } from '../shell/shell-script.ts';
import { positionAt } from '../syntax/joined-text.ts';
import { type Instruction, type Value } from '../syntax/dockerfile.ts';

export interface ViolationExtras {
  /** Tells it from others of the same rule; the instruction's text where it is absent. */
  readonly key?: string;
  readonly severity?: Severity;
  readonly remediation?: string;
  /** The line holds a secret: it is not shown. */
  readonly hidesText?: boolean;
}

/** At an instruction, from its first line to its last. */
export function atInstruction(
  subject: DockerfileSubject,
  instruction: Instruction,
  message: string,
  extras: ViolationExtras = {},
): Violation {
  const { line, endLine, source } = instruction;
  return place(subject, { line, endLine, column: positionAt(source, 0).column }, message, { key: textOf(instruction), ...extras });
}

export function atStep(subject: DockerfileSubject, { instruction }: Step, message: string, extras: ViolationExtras = {}): Violation {
  return atInstruction(subject, instruction, message, extras);
}

/** At one of its arguments. */
export function atValue(
  subject: DockerfileSubject,
  { instruction }: Step,
  value: Value,
  message: string,
  extras: ViolationExtras = {},
): Violation {
  const start = positionAt(instruction.source, value.start);
  const end = positionAt(instruction.source, Math.max(value.start, value.end - 1));
  const where = { ...start, endLine: end.line, endColumn: end.column + 1 };
  return place(subject, where, message, { key: `${instruction.keyword} ${value.text}`, ...extras });
}

/** At a command of a RUN. */
export function atCommand(subject: DockerfileSubject, command: ShellCommand, message: string, extras: ViolationExtras = {}): Violation {
  const { position, end, name, words } = command;
  const where = {
    ...position,
    endLine: Math.max(position.line, end.line),
    ...(end.line < position.line ? {} : { endColumn: end.column + 1 }),
  };
  return place(subject, where, message, { key: [name, ...words.map(({ value }) => value)].join(' ').slice(0, longestKey), ...extras });
}

/** At lines that belong to no instruction. */
export function atLine(subject: DockerfileSubject, line: number, message: string, extras: ViolationExtras = {}): Violation {
  return place(subject, { line }, message, extras);
}

/** What is left in a stage that is thrown away costs build time, and nobody ships it. */
export function severityIn(stage: Stage): { readonly severity?: Severity } {
  return stage.isInFinalImage ? {} : { severity: 'negligible' };
}

interface Where {
  readonly line: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

function place({ path, build }: DockerfileSubject, where: Where, message: string, extras: ViolationExtras): Violation {
  const { key, severity, remediation, hidesText } = extras;
  const { endLine, ...rest } = where;
  const excerpt =
    hidesText === true
      ? undefined
      : build.file.lines[where.line - 1]
          ?.slice(0, 2 * longestExcerpt)
          .trim()
          .slice(0, longestExcerpt);
  return {
    message,
    location: { path, ...rest, ...(endLine === undefined || endLine === where.line ? {} : { endLine }) },
    ...(excerpt === undefined || excerpt === '' ? {} : { excerpt }),
    ...(key === undefined ? {} : { key }),
    ...(severity === undefined ? {} : { severity }),
    ...(remediation === undefined ? {} : { remediation }),
  };
}

const longestExcerpt = 200;
const longestKey = 500;

function textOf({ keyword, source }: Instruction): string {
  return `${keyword} ${source.text.slice(0, longestKey).replace(/^\S+/, '').replace(/\s+/g, ' ').trim()}`;
}
