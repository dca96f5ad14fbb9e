import { type Stage, type Step } from '../build/build.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellCommand } from '../shell/shell-script.ts';

export interface StagedStep {
  readonly stage: Stage;
  readonly step: Step;
}

/** Instructions of every stage, triggers too. */
export function* stepsOf({ build }: DockerfileSubject, ...keywords: readonly string[]): Iterable<StagedStep> {
  for (const stage of build.stages)
    for (const step of stage.steps) if (keywords.length === 0 || keywords.includes(step.keyword)) yield { stage, step };
}

export interface StagedCommand extends StagedStep {
  readonly command: ShellCommand;
  /** The commands after it in the same RUN. */
  readonly later: readonly ShellCommand[];
}

/** Commands of these names in every RUN; all of them where no name is given. */
export function* commandsOf(subject: DockerfileSubject, names?: ReadonlySet<string>): Iterable<StagedCommand> {
  for (const { stage, step } of stepsOf(subject, 'RUN')) {
    const commands = step.script?.commands ?? [];
    for (const [at, command] of commands.entries())
      if (names === undefined || names.has(command.name)) yield { stage, step, command, later: commands.slice(at + 1) };
  }
}

/** FROM of every stage. */
export function* fromsOf({ build }: DockerfileSubject): Iterable<StagedStep> {
  for (const stage of build.stages) if (stage.from !== undefined) yield { stage, step: stage.from };
}

/** What the final image is; `undefined` in a file without a stage, and in a part of a file that has no FROM. */
export function finalStage({ build }: DockerfileSubject): Stage | undefined {
  const last = build.stages.at(-1);
  return last?.from === undefined ? undefined : last;
}

/** The stage and those that it is built from, the nearest first. */
export function* lineage(stage: Stage): Iterable<Stage> {
  for (let at: Stage | undefined = stage; at !== undefined; at = at.parent) yield at;
}
