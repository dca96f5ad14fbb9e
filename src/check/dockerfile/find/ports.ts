import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type Value } from '../syntax/dockerfile.ts';
import { type StagedStep, stepsOf } from './steps.ts';

export interface ExposedPort extends StagedStep {
  readonly value: Value;
  /** After replacement; `undefined` where only the build knows it. */
  readonly text: string | undefined;
  /** The range; absent where it is no number. */
  readonly from?: number;
  readonly to: number;
  /** As written. */
  readonly protocol: string;
}

/** Ports of EXPOSE: `80`, `8000-8010/tcp`. */
export function* portsOf(subject: DockerfileSubject): Iterable<ExposedPort> {
  for (const { stage, step } of stepsOf(subject, 'EXPOSE'))
    for (const [at, value] of step.instruction.values.entries()) {
      const text = step.expanded[at];
      const [ports = '', protocol = ''] = (text ?? value.text).split('/');
      const [, from, to] = /^(?:.*:)?(\d{1,9})(?:-(\d{1,9}))?$/.exec(ports) ?? [];
      yield { stage, step, value, text, ...(from === undefined ? {} : { from: Number(from) }), to: Number(to ?? from ?? -1), protocol };
    }
}
