import { closestWord } from '../../lib/text/closest-word.ts';
import { amd64Numbers } from './data/amd64-numbers.ts';
import { arm64Numbers } from './data/arm64-numbers.ts';
import { otherNames } from './data/other-names.ts';

/** Architectures whose machine code is read and whose numbers are known; in Go's names, as images state them. */
export const analyzedArchitectures = ['amd64', 'arm64'] as const;
export type AnalyzedArchitecture = (typeof analyzedArchitectures)[number];

const namesByNumber: Readonly<Record<AnalyzedArchitecture, ReadonlyMap<number, string>>> = {
  amd64: byNumber(amd64Numbers),
  arm64: byNumber(arm64Numbers),
};

const namesOf: Readonly<Record<AnalyzedArchitecture, ReadonlySet<string>>> = {
  amd64: new Set(namesByNumber.amd64.values()),
  arm64: new Set(namesByNumber.arm64.values()),
};

const everyName: ReadonlySet<string> = new Set([...namesOf.amd64, ...namesOf.arm64, ...otherNames.trim().split(/\s+/)]);

/** `undefined` for a number that no system call of the architecture has. */
export function syscallName(architecture: AnalyzedArchitecture, number: number): string | undefined {
  return namesByNumber[architecture].get(number);
}

/** Every system call of an architecture. */
export function syscallNames(architecture: AnalyzedArchitecture): ReadonlySet<string> {
  return namesOf[architecture];
}

/** Whether Linux has, or had, a system call of this name on any architecture. */
export function isSyscall(name: string): boolean {
  return everyName.has(name);
}

export function closestSyscall(name: string): string | undefined {
  return closestWord(name, [...everyName]);
}

function byNumber(runs: readonly (readonly [first: number, names: string])[]): ReadonlyMap<number, string> {
  return new Map(runs.flatMap(([first, names]) => names.trim().split(/\s+/).map((name, at) => [first + at, name] as const))); // prettier-ignore
}
