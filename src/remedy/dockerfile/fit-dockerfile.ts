import { type Build, type Stage, type Step } from '../../check/dockerfile/build/build.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';
import { type ScannedLayer } from '../../model/report.ts';

/** A stage that made an image. */
export interface Fit {
  readonly stage: Stage;
  /** The stages that it is built on and itself, the lowest first. */
  readonly chain: readonly Stage[];
  /** How many layers are those of the image named by FROM. */
  readonly baseLayerCount: number;
  /** The instruction behind each layer above the base. */
  readonly stepOfLayer: ReadonlyMap<number, Step>;
}

/** The first instruction that differs from what the image's history says. */
export interface Misfit {
  readonly line: number;
  /** As the Dockerfile has it. */
  readonly instruction: string;
  /** What the image has in its place; absent where the image has no layer there. */
  readonly history?: string;
}

export type FitResult = { readonly fit: Fit } | { readonly misfit: Misfit };

/**
 * Whether a Dockerfile made an image: each instruction that makes a layer has to agree with the image's history, in the same order, up to the last
 * layer. Without `target` any stage may have made it, the last one first.
 */
export function fitDockerfile(build: Build, layers: readonly ScannedLayer[], target?: string): FitResult {
  const stages = build.stages.filter((stage) => target === undefined || stage.name === target.toLowerCase() || String(stage.index) === target);
  let misfit: (Misfit & { readonly agreed: number }) | undefined;
  for (const stage of stages.toReversed()) {
    const result = fitStage(stage, layers);
    if ('fit' in result) return result;
    if (misfit === undefined || result.misfit.agreed > misfit.agreed) misfit = result.misfit;
  }
  if (misfit === undefined) return { misfit: { line: 1, instruction: target === undefined ? 'no FROM' : `no stage is named ${target}` } };
  const { agreed: _agreed, ...shown } = misfit;
  return { misfit: shown };
} // prettier-ignore

const layerKeywords: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function fitStage(stage: Stage, layers: readonly ScannedLayer[]): { fit: Fit } | { misfit: Misfit & { agreed: number } } {
  const chain = chainOf(stage);
  const steps = chain.flatMap((each) => each.steps).filter(({ keyword, isTrigger }) => layerKeywords.has(keyword) && !isTrigger);
  const stepOfLayer = new Map<number, Step>();
  let layer = layers.length - 1;
  let at = steps.length - 1;
  // From the end: how many layers the base has is not known.
  for (; at >= 0; at--) {
    const step = steps[at]!;
    if (layer >= 0 && agrees(step, layers[layer]!)) stepOfLayer.set(layer--, step);
    // Only some builders make a layer for it.
    else if (step.keyword !== 'WORKDIR') break;
  }
  const isFromScratch = chain[0]?.base?.name === 'scratch';
  if (at < 0 && (!isFromScratch || layer < 0)) return { fit: { stage, chain, baseLayerCount: layer + 1, stepOfLayer } };
  return { misfit: firstDifference(steps, layers) };
}

function chainOf(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...chainOf(stage.parent), stage];
}

/** From the front, where the base has as many layers as makes most instructions agree. */
function firstDifference(steps: readonly Step[], layers: readonly ScannedLayer[]): Misfit & { agreed: number } {
  const most = steps.length;
  const least = steps.filter(({ keyword }) => keyword !== 'WORKDIR').length;
  let best: { readonly at: number; readonly layer: number } = { at: -1, layer: 0 };
  for (let count = least; count <= most; count++) {
    const reached = walk(steps, layers, Math.max(0, layers.length - count));
    if (reached.at > best.at) best = reached;
  }
  const step = steps[Math.min(best.at, steps.length - 1)];
  const history = layers[best.layer]?.createdBy;
  return {
    line: step?.instruction.line ?? 1,
    instruction: step === undefined ? 'FROM alone' : `${step.keyword} ${step.instruction.rest}`,
    ...(history === undefined ? {} : { history: readableInstruction(history) }),
    agreed: best.at,
  };
}

function walk(steps: readonly Step[], layers: readonly ScannedLayer[], from: number): { readonly at: number; readonly layer: number } {
  let layer = from;
  let at = 0;
  for (; at < steps.length; at++) {
    const found = layers[layer];
    if (found !== undefined && agrees(steps[at]!, found)) layer++;
    else if (steps[at]!.keyword !== 'WORKDIR') break;
  }
  return { at, layer };
}

function agrees({ keyword, instruction, expanded }: Step, { createdBy }: ScannedLayer): boolean {
  if (createdBy === undefined) return false;
  const history = readableInstruction(createdBy).replace(/^RUN \|\d+ .*?\/bin\/sh -c /, 'RUN ');
  const words = wordsOf(history);
  if (words[0]?.toUpperCase() !== keyword) return keyword === 'RUN' && endsWith(words, wordsOf(instruction.rest));
  if (instruction.heredocs.length > 0) return true;
  if (keyword === 'RUN') return endsWith(words.slice(1), wordsOf(instruction.rest));
  const [is, was] = [placeOf(expanded.at(-1)), placeOf(words.at(-1))];
  // A variable that only the build knows; a place below a working directory that is not known.
  return is === undefined || was === undefined || is === was || is === '' || was.endsWith(`/${is}`) || is.endsWith(`/${was}`);
}

/** History may have a shell and its options before the command. */
function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.length >= end.length && words.slice(words.length - end.length).join(' ') === end.join(' ');
}

/** JSON and shell forms, quotes and line breaks are written differently in the history. */
function wordsOf(text: string): readonly string[] {
  return text.replace(/ # buildkit$/, '').split(/[\s"'[\],\\]+/).filter((word) => word !== '');
} // prettier-ignore

function placeOf(path: string | undefined): string | undefined {
  return path?.replace(/^(?:\.\/)+/, '').replace(/^\.$/, '').replace(/(?<=.)\/+$/, '');
} // prettier-ignore
