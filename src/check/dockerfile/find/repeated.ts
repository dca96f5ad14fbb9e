import { type Violation } from '../../../model/rule.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { atStep } from './violation.ts';

/** Every instruction of this kind that a later one of the same stage makes void. */
export function* repeated(subject: DockerfileSubject, keyword: string): Iterable<Violation> {
  for (const { steps } of subject.build.stages) {
    const found = steps.filter((step) => step.keyword === keyword && !step.isTrigger);
    for (const step of found.slice(0, -1)) yield atStep(subject, step, `a later ${keyword} of the stage makes this one void`);
  }
}
