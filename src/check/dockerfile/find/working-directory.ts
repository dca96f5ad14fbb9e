import { type Stage, type Step } from '../build/build.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { inherited } from './inherited.ts';

/** From the root, from a drive, or from a variable, which only the build knows. */
export function isAbsolute(path: string): boolean {
  return /^["']?(?:[/\\$]|[a-zA-Z]:)/.test(path);
}

/** Instructions of every stage that the folder in effect at them can be told of: an absolute WORKDIR stands before, here or in a stage below. */
export function stepsWithWorkdir({ build }: DockerfileSubject): ReadonlySet<Step> {
  const isSet = inherited<boolean>(false, ({ steps }: Stage, before) => before || steps.some(setsWorkdir));
  const found = new Set<Step>();
  for (const stage of build.stages) {
    let hasOne = stage.parent !== undefined && isSet(stage.parent);
    for (const step of stage.steps) {
      if (hasOne) found.add(step);
      hasOne ||= setsWorkdir(step);
    }
  }
  return found;
}

function setsWorkdir({ keyword, expanded, instruction }: Step): boolean {
  return keyword === 'WORKDIR' && isAbsolute(expanded[0] ?? instruction.values[0]?.text ?? '');
}
