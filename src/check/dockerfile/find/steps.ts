import { type Build, type Stage, type Step } from '../build/build.ts';
import { type DockerfileSubject } from '../dockerfile-rule.ts';
import { type ShellCommand } from '../shell/shell-script.ts';

export interface StagedStep {
  readonly stage: Stage;
  readonly step: Step;
}

/** Instructions of every stage in their order, triggers too. */
export function stepsOf({ build }: DockerfileSubject, ...keywords: readonly string[]): readonly StagedStep[] {
  const { byKeyword } = indexOf(build);
  if (keywords.length === 1) return byKeyword.get(keywords[0]!) ?? [];
  const wanted = keywords.length === 0 ? [...byKeyword.values()] : keywords.map((keyword) => byKeyword.get(keyword) ?? []);
  return wanted.flat().sort((a, b) => a.order - b.order);
}

export interface StagedCommand extends StagedStep {
  readonly command: ShellCommand;
  /** The commands after it in the same RUN. */
  readonly later: readonly ShellCommand[];
}

/** Commands of these names in every RUN; all of them where no name is given. */
export function commandsOf({ build }: DockerfileSubject, names?: ReadonlySet<string>): readonly StagedCommand[] {
  const { byName } = indexOf(build);
  const lists =
    names === undefined ? [...byName.values()] : Array.from(names, (name) => byName.get(name) ?? []).filter((list) => list.length > 0);
  return lists.length === 1 ? lists[0]! : lists.flat().sort((a, b) => a.order - b.order);
}

/** Every rule asks for a few instructions out of many, so they are sorted once. */
interface Index {
  readonly byKeyword: ReadonlyMap<string, readonly OrderedStep[]>;
  readonly byName: ReadonlyMap<string, readonly OrderedCommand[]>;
}
type OrderedStep = StagedStep & { readonly order: number };
type OrderedCommand = StagedCommand & { readonly order: number };

const indexes = new WeakMap<Build, Index>();

function indexOf(build: Build): Index {
  let found = indexes.get(build);
  if (found === undefined) indexes.set(build, (found = makeIndex(build)));
  return found;
}

function makeIndex(build: Build): Index {
  const byKeyword = new Map<string, OrderedStep[]>();
  const byName = new Map<string, OrderedCommand[]>();
  let order = 0;
  for (const stage of build.stages)
    for (const step of stage.steps) {
      add(byKeyword, step.keyword, { stage, step, order: order++ });
      for (const [at, command] of (step.script?.commands ?? []).entries())
        add(byName, command.name, new LazyCommand(stage, step, at, order++));
    }
  return { byKeyword, byName };
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** What follows a command is cut out of its RUN only for rules that ask. */
class LazyCommand implements OrderedCommand {
  readonly stage: Stage;
  readonly step: Step;
  readonly order: number;
  readonly #at: number;
  #later: readonly ShellCommand[] | undefined;

  constructor(stage: Stage, step: Step, at: number, order: number) {
    this.stage = stage;
    this.step = step;
    this.order = order;
    this.#at = at;
  }

  get command(): ShellCommand {
    return this.step.script!.commands[this.#at]!;
  }

  get later(): readonly ShellCommand[] {
    return (this.#later ??= this.step.script!.commands.slice(this.#at + 1));
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
