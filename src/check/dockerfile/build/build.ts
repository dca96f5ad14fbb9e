import { type Dockerfile, type Instruction } from '../syntax/dockerfile.ts';
import { type Shell } from '../shell/shell.ts';
import { type ShellScript } from '../shell/shell-script.ts';

/** A Dockerfile as a build would go through it. */
export interface Build {
  readonly file: Dockerfile;
  /** Before the first FROM. */
  readonly globalSteps: readonly Step[];
  /** In order. A file that does not begin with FROM has a first stage without one, so that its instructions are checked. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly index: number;
  /** Lower case, as it is referred to. */
  readonly name?: string;
  readonly from?: Step;
  /** What FROM names, after replacement; absent where it is a stage, or where only the build knows it. */
  readonly base?: BaseImage;
  /** FROM names this stage. */
  readonly parent?: Stage;
  /** Without FROM; triggers follow the ONBUILD that holds them. */
  readonly steps: readonly Step[];
  /** The last of the file. */
  readonly isLast: boolean;
  /** Its file system is part of the final image: the last stage and those that it is built from. */
  readonly isInFinalImage: boolean;
  /** Another stage is built from it or copies from it. */
  readonly isUsed: boolean;
}

export interface Step {
  readonly instruction: Instruction;
  readonly keyword: string;
  /** Held back by ONBUILD. */
  readonly isTrigger: boolean;
  /** Values of the instruction after replacement; `undefined` where only the build knows it. */
  readonly expanded: readonly (string | undefined)[];
  /** Names used that nothing before declares. */
  readonly undeclared: readonly string[];
  /** The shell that its shell form runs in. */
  readonly interpreter: Shell;
  /** Of RUN, and of CMD, ENTRYPOINT and HEALTHCHECK where a shell reads them. */
  readonly script?: ShellScript;
}

/** An image that a stage is built from, divided but not judged. */
export interface BaseImage {
  /** After replacement, as far as it is known. */
  readonly name: string;
  readonly isKnown: boolean;
  /** Host name with its port; absent where Docker Hub is meant. */
  readonly registry?: string;
  /** Without registry, tag and digest. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}
