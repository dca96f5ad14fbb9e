import { type Dockerfile, type Instruction } from '../syntax/dockerfile.ts';
import { linuxShell, readShell, type Shell, windowsShell } from '../shell/shell.ts';
import { readBaseImage } from './base-image.ts';
import { type BaseImage, type Build, type Stage, type Step } from './build.ts';
import { expand, type Lookup } from './expand.ts';
import { readInstructionScript } from './read-instruction-script.ts';
import { childScope, lookupIn, type Scope } from './scope.ts';

/** Goes through the file once as a build does: stages, values of ARG and ENV, the shell in effect, the commands of RUN. */
export function readBuild(file: Dockerfile): Build {
  const walk = new Walk(file);
  for (const instruction of file.instructions) walk.add(instruction);
  return walk.result();
}

/** Known to every FROM, and to a stage that declares them with ARG. */
const platformArguments = [
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETSTAGE',
];
/** Known without ARG everywhere (Dockerfile reference, Predefined ARGs). */
export const predefinedArguments: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

/** A stage that is being read. */
interface OpenStage {
  readonly index: number;
  readonly name?: string;
  readonly from?: Step;
  readonly base?: BaseImage;
  readonly parent?: OpenStage;
  readonly steps: Step[];
  readonly scope: Scope;
  interpreter: Shell;
  isUsed: boolean;
  isInFinalImage: boolean;
}

class Walk {
  readonly #file: Dockerfile;
  readonly #globalSteps: Step[] = [];
  readonly #stages: OpenStage[] = [];
  readonly #byName = new Map<string, OpenStage>();
  readonly #globalScope: Scope = childScope(undefined);
  readonly #defaultShell: Shell;

  constructor(file: Dockerfile) {
    this.#file = file;
    this.#defaultShell = linuxShell;
    for (const name of platformArguments) this.#globalScope.own.set(name, {});
  }

  add(instruction: Instruction): void {
    if (instruction.keyword === 'FROM' && instruction.values.length > 0) {
      this.#openStage(instruction);
      return;
    }
    const stage = this.#stages.at(-1);
    if (stage === undefined && (instruction.keyword === 'ARG' || instruction.keyword === 'FROM')) {
      this.#globalSteps.push(this.#step(instruction, this.#globalScope, this.#defaultShell, false));
      if (instruction.keyword === 'ARG') this.#declareArguments(instruction, this.#globalScope, false);
      return;
    }
    this.#addTo(stage ?? this.#openImplied(), instruction);
  }

  result(): Build {
    for (let stage = this.#stages.at(-1); stage !== undefined && !stage.isInFinalImage; stage = stage.parent) stage.isInFinalImage = true;
    const stages: Stage[] = [];
    for (const { scope: _, interpreter: __, parent, ...stage } of this.#stages)
      stages.push({
        ...stage,
        isLast: stage.index === this.#stages.length - 1,
        ...(parent === undefined ? {} : { parent: stages[parent.index]! }),
      });
    return { file: this.#file, globalSteps: this.#globalSteps, stages };
  }

  #openStage(instruction: Instruction): void {
    const from = this.#step(instruction, this.#globalScope, this.#defaultShell, false);
    const [image, , name] = instruction.values;
    const found = expand(image!.text, lookupIn(this.#globalScope), this.#file.escape);
    const parent = this.#byName.get(found.text.toLowerCase());
    const base = parent === undefined && found.text !== '' ? readBaseImage(found.text, found.isKnown) : undefined;
    if (parent !== undefined) parent.isUsed = true;
    const stage: OpenStage = {
      index: this.#stages.length,
      ...(name === undefined ? {} : { name: name.text.toLowerCase() }),
      from,
      ...(parent === undefined ? {} : { parent }),
      ...(base === undefined ? {} : { base }),
      steps: [],
      scope: childScope(parent?.scope),
      interpreter: parent?.interpreter ?? (base !== undefined && isWindows(base) ? windowsShell : this.#defaultShell),
      isUsed: false,
      isInFinalImage: false,
    };
    this.#stages.push(stage);
    if (stage.name !== undefined) this.#byName.set(stage.name, stage);
  }

  #openImplied(): OpenStage {
    const stage: OpenStage = {
      index: 0,
      steps: [],
      scope: childScope(undefined),
      interpreter: this.#defaultShell,
      isUsed: false,
      isInFinalImage: false,
    };
    this.#stages.push(stage);
    return stage;
  }

  #addTo(stage: OpenStage, instruction: Instruction): void {
    for (const { text } of instruction.comments) {
      const shell = /^hadolint\s+(?:global\s+)?shell\s*=\s*(\S+)/.exec(text)?.[1];
      if (shell !== undefined) stage.interpreter = readShell([shell]);
    }
    stage.steps.push(this.#step(instruction, stage.scope, stage.interpreter, false));
    this.#apply(stage, instruction);
    const { trigger } = instruction;
    if (trigger === undefined) return;
    stage.steps.push(this.#step(trigger, stage.scope, stage.interpreter, true));
    // Nothing is set in this image, but the triggers after it see it.
    this.#apply(stage, trigger);
  }

  /** What the instructions after it find changed. */
  #apply(stage: OpenStage, instruction: Instruction): void {
    const { keyword, values } = instruction;
    if (keyword === 'SHELL' && values.length > 0) stage.interpreter = readShell(values.map(({ text }) => text));
    if (keyword === 'ARG') this.#declareArguments(instruction, stage.scope, true);
    if (keyword === 'ENV') this.#setEnvironment(instruction, stage.scope);
    for (const name of namesOfSources(instruction)) {
      const source = this.#byName.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? this.#stages[Number(name)] : undefined);
      if (source !== undefined && source !== stage) source.isUsed = true;
    }
  }

  /** `ARG NAME` in a stage takes over the default of the ARG before the first FROM. */
  #declareArguments({ values }: Instruction, scope: Scope, isInStage: boolean): void {
    for (const { text } of values) {
      const equals = text.indexOf('=');
      const name = equals < 0 ? text : text.slice(0, equals);
      const found = equals < 0 ? undefined : expand(text.slice(equals + 1), lookupIn(scope), this.#file.escape);
      const value =
        found === undefined ? (isInStage ? this.#globalScope.own.get(name)?.value : undefined) : found.isKnown ? found.text : undefined;
      scope.own.set(name, value === undefined ? {} : { value });
    }
  }

  /** A value is seen from the next instruction on. */
  #setEnvironment({ values }: Instruction, scope: Scope): void {
    const lookup = withBaseEnvironment(lookupIn(scope));
    const set = new Map<string, string | undefined>();
    for (let at = 0; at + 1 < values.length; at += 3) {
      const { text, isKnown } = expand(values[at + 1]!.text, lookup, this.#file.escape);
      set.set(values[at]!.text, isKnown ? text : undefined);
    }
    for (const [name, value] of set) scope.own.set(name, value === undefined ? {} : { value });
  }

  #step(instruction: Instruction, scope: Scope, shell: Shell, isTrigger: boolean): Step {
    const { keyword, values } = instruction;
    const known = lookupIn(scope);
    const lookup = keyword === 'FROM' ? known : withBaseEnvironment(known);
    const undeclared = new Set<string>();
    const expandOne = (text: string): string | undefined => {
      const { text: expanded, isKnown, references } = expand(text, lookup, this.#file.escape);
      for (const { name, hasDefault } of references)
        if (!hasDefault && known(name) === undefined && !predefinedArguments.has(name)) undeclared.add(name);
      return isKnown ? expanded : undefined;
    };
    const expanded = expandedKeywords.has(keyword) ? values.map(({ text }) => expandOne(text)) : values.map(({ text }) => text);
    if (expandedKeywords.has(keyword)) for (const { value } of instruction.flags) if (value !== undefined) expandOne(value);
    const script = readInstructionScript(instruction, shell, known);
    return {
      instruction,
      keyword,
      isTrigger,
      expanded,
      undeclared: [...undeclared],
      interpreter: shell,
      ...(script === undefined ? {} : { script }),
    };
  }
}

/** Instructions in which the builder replaces variables (Dockerfile reference, Environment replacement). */
const expandedKeywords: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'COPY',
  'ENV',
  'EXPOSE',
  'FROM',
  'LABEL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/** The image that a stage begins from may have set what the file does not. */
function withBaseEnvironment(lookup: Lookup): Lookup {
  return (name) => lookup(name) ?? {};
}

/** Stages and images that an instruction copies or mounts from. */
export function namesOfSources({ keyword, flags }: Instruction): readonly string[] {
  if (keyword === 'COPY') return flags.filter(({ name }) => name === 'from').map(({ value }) => value ?? '');
  if (keyword !== 'RUN') return [];
  return flags.filter(({ name }) => name === 'mount').flatMap(({ value }) => /(?:^|,)from=([^,]+)/.exec(value ?? '')?.[1] ?? []);
}

function isWindows({ name }: BaseImage): boolean {
  return /(?:^|\/)(?:windows\/)?(?:nanoserver|servercore|windowsservercore)(?:[:@]|$)|windowsservercore|nanoserver/.test(name);
}
