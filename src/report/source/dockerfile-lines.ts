import { type ScannedLayer } from '../../model/report.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';
import { type DockerfileInstruction, readInstructions } from './dockerfile-instructions.ts';

export interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

/** The line of a Dockerfile behind each layer. */
export interface DockerfileLines {
  /** By index of the layer. What the base image brought is at its `FROM`. */
  readonly lines: ReadonlyMap<number, LineRange>;
  /** Where an instruction is that an image's history or configuration has and that makes no layer: `USER root`. */
  readonly lineOf: (instruction: string) => LineRange | undefined;
  /** Every layer above the base has an instruction that reads as the image's history does: this Dockerfile made the image. */
  readonly isCertain: boolean;
}

/**
 * Finds the instruction that made each layer by comparing the image's history with a Dockerfile, in the same order. Of a Dockerfile with several
 * stages it is the stage that agrees best, the last one where several do. `undefined` for a text without `FROM`.
 */
export function alignDockerfile(text: string, layers: readonly ScannedLayer[]): DockerfileLines | undefined {
  const stages = readStages(text);
  let best: { readonly score: number; readonly found: DockerfileLines } | undefined;
  for (const stage of stages) {
    const candidate = alignStage(stage, layers);
    if (best === undefined || candidate.score >= best.score) best = candidate;
  }
  return best?.found;
}

interface Stage {
  readonly from: DockerfileInstruction;
  /** Those that make a layer, of the stages below it, too. */
  readonly instructions: readonly DockerfileInstruction[];
  /** Those that only change the configuration. */
  readonly settings: readonly DockerfileInstruction[];
}

const layerVerbs: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function readStages(text: string): readonly Stage[] {
  const stages: { from: DockerfileInstruction; instructions: DockerfileInstruction[]; settings: DockerfileInstruction[] }[] = [];
  const byName = new Map<string, Stage>();
  for (const instruction of readInstructions(text)) {
    if (instruction.verb === 'FROM') {
      const [image = '', , name] = instruction.text.split(/\s+/);
      const below = byName.get(image.toLowerCase());
      const stage = {
        from: below?.from ?? instruction,
        instructions: [...(below?.instructions ?? [])],
        settings: [...(below?.settings ?? [])],
      };
      stages.push(stage);
      if (name !== undefined) byName.set(name.toLowerCase(), stage);
    } else if (layerVerbs.has(instruction.verb)) stages.at(-1)?.instructions.push(instruction);
    else stages.at(-1)?.settings.push(instruction);
  }
  return stages;
}

/** As long a Dockerfile and as many layers as are compared. */
const maxCompared = 500;

function alignStage({ from, instructions, settings }: Stage, layers: readonly ScannedLayer[]) {
  const made = instructions.slice(-maxCompared);
  const named = layers.filter(({ createdBy }) => createdBy !== undefined).slice(-maxCompared);
  const { pairs, score } = bestPairs(made, named);
  const lines = new Map<number, { line: number; endLine: number }>();
  let at = { line: from.line, endLine: from.endLine };
  let isCertain = pairs.size > 0;
  for (const layer of layers) {
    const pair = pairs.get(layer.index);
    if (pair !== undefined) at = { line: pair.instruction.line, endLine: pair.instruction.endLine };
    else if (at.line !== from.line) isCertain = false;
    if (pair !== undefined && pair.likeness < 2) isCertain = false;
    lines.set(layer.index, at);
  }
  const lineOf = (text: string): LineRange | undefined => findSetting([...settings, ...instructions], text);
  return { score, found: { lines, isCertain, lineOf } };
}

interface Pair {
  readonly instruction: DockerfileInstruction;
  readonly likeness: number;
}

/** Pairs in the order of both lists with the greatest sum of likeness. */
function bestPairs(made: readonly DockerfileInstruction[], layers: readonly ScannedLayer[]) {
  const likeness = layers.map(({ createdBy = '' }) => {
    const history = readHistory(createdBy);
    return made.map((instruction) => compare(history, instruction));
  });
  const width = made.length + 1;
  const sums = new Uint32Array((layers.length + 1) * width);
  for (let layer = 1; layer <= layers.length; layer++)
    for (let at = 1; at < width; at++) {
      const like = likeness[layer - 1]?.[at - 1] ?? 0;
      const paired = like === 0 ? 0 : (sums[(layer - 1) * width + at - 1] ?? 0) + like;
      sums[layer * width + at] = Math.max(paired, sums[(layer - 1) * width + at] ?? 0, sums[layer * width + at - 1] ?? 0);
    }
  const pairs = new Map<number, Pair>();
  for (let layer = layers.length, at = made.length; layer > 0 && at > 0;) {
    const here = sums[layer * width + at];
    const like = likeness[layer - 1]?.[at - 1] ?? 0;
    if (here === sums[(layer - 1) * width + at]) layer--;
    else if (here === sums[layer * width + at - 1]) at--;
    else {
      pairs.set(layers[layer - 1]!.index, { instruction: made[at - 1]!, likeness: like });
      layer--;
      at--;
    }
  }
  return { pairs, score: sums.at(-1) ?? 0 };
}

interface History {
  readonly verb: string;
  readonly text: string;
}

function readHistory(createdBy: string): History {
  const readable = readableInstruction(createdBy).replace(/^RUN \|\d+ .*?\/bin\/sh -c /, 'RUN ');
  const space = readable.indexOf(' ');
  const verb = space < 0 ? readable : readable.slice(0, space);
  return { verb: verb.toUpperCase(), text: readable.slice(verb.length).replace(/^(\s*--[a-z-]+(?:=\S*)?)+\s+/, '') };
}

/** 3: the same words; 2: files copied to the same place; 1: the same kind of instruction; 0: another kind. */
function compare(history: History, { verb, text }: DockerfileInstruction): number {
  if (history.verb !== verb) return 0;
  const [was, is] = [wordsOf(history.text), wordsOf(text)];
  if (was.join(' ') === is.join(' ')) return 3;
  return verb !== 'RUN' && was.at(-1) === is.at(-1) ? 2 : 1;
}

/** JSON and shell forms, quotes and line breaks are written differently in the history. */
function wordsOf(text: string): readonly string[] {
  return text.split(/[\s"'[\],\\]+/).filter((word) => word !== '');
}

/** The last that says the same; a variable of the Dockerfile may stand for anything. What the base image has is not in the Dockerfile. */
function findSetting(instructions: readonly DockerfileInstruction[], written: string): LineRange | undefined {
  const history = readHistory(written);
  const words = settingWords(history.text);
  const found = instructions.findLast(({ verb, text }) => verb === history.verb && saysTheSame(settingWords(text), words));
  return found === undefined ? undefined : { line: found.line, endLine: found.endLine };
}

/** `EXPOSE 80` is `EXPOSE map[80/tcp:{}]` in the history of BuildKit, in an order of its own. */
function settingWords(text: string): readonly string[] {
  const plain = text
    .replace(/\bmap\[/g, ' ')
    .replaceAll(':{}', ' ')
    .replaceAll('/tcp', '');
  return wordsOf(plain).toSorted();
}

function namesIn(words: readonly string[]): string {
  return words.flatMap((word) => /^([^=]+)=/.exec(word)?.[1] ?? []).join(' ');
}

function saysTheSame(is: readonly string[], was: readonly string[]): boolean {
  if (is.join(' ') === was.join(' ')) return true;
  // The values of secrets are masked in the history.
  if (was.some((word) => word.includes('****')) && namesIn(is) === namesIn(was)) return true;
  const known = is.filter((word) => !word.includes('$'));
  return known.length < is.length && is.length <= was.length && known.every((word) => was.includes(word));
}
