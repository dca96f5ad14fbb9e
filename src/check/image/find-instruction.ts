import { type HistoryEntry } from '../../model/image.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';

export interface FoundInstruction {
  readonly at: number;
  /** As a Dockerfile has it: `USER root`. */
  readonly text: string;
}

/** The last instruction of a history with this keyword. */
export function findInstruction(history: readonly HistoryEntry[], keyword: string): FoundInstruction | undefined {
  return [...findInstructions(history, keyword)].at(-1);
}

/** Every instruction of a history with this keyword, in order. */
export function* findInstructions(history: readonly HistoryEntry[], keyword: string): Iterable<FoundInstruction> {
  for (const [at, { createdBy }] of history.entries()) {
    if (createdBy === undefined) continue;
    const text = readableInstruction(createdBy);
    if (text.slice(0, keyword.length + 1).toUpperCase() === `${keyword} `) yield { at, text };
  }
}
