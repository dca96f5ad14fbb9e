import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heredocText, type Instruction } from './dockerfile.ts';
import { parseDockerfile } from './parse-dockerfile.ts';
import { writeTree } from './testdata/write-tree.ts';

const folder = join(import.meta.dirname, '../../../../../shared/cases/dockerfile-syntax');
const names = existsSync(folder) ? readdirSync(folder) : [];
const cases = names.map((name) => ({ name, ...readCase(name) }));

interface Expected {
  readonly kind: string;
  readonly sexp?: string;
  readonly error?: boolean;
  readonly lines?: readonly (readonly [number, number])[];
  readonly expect?: {
    readonly heredocNames?: readonly string[] | null;
    readonly command?: readonly string[];
    readonly shell?: boolean;
    readonly files?: readonly { readonly Name: string; readonly Data: string }[];
    readonly sourcesAndDest?: { readonly DestPath: string; readonly SourceContents?: readonly { readonly Data: string; readonly Expand: boolean; readonly Path: string }[] };
  };
}

function readCase(name: string): { readonly text: string; readonly expected: Expected } {
  const text = readFileSync(join(folder, name, 'Dockerfile'), 'utf8');
  return { text, expected: JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Expected };
}

/** What the case names, as this parser reads it. */
function readAs(first: Instruction, { heredocNames, command, shell, files, sourcesAndDest }: NonNullable<Expected['expect']>): Expected['expect'] {
  const names = first.heredocs.map(({ name }) => name);
  return {
    ...(heredocNames === undefined ? {} : { heredocNames: names.length === 0 ? null : names }),
    ...(command === undefined ? {} : { command: first.values.map(({ text }) => text) }),
    ...(shell === undefined ? {} : { shell: !first.isJson }),
    ...(files === undefined ? {} : { files: first.heredocs.map((each) => ({ Data: heredocText(each), Name: each.name })) }),
    ...(sourcesAndDest === undefined
      ? {}
      : {
          sourcesAndDest: {
            DestPath: first.values.at(-1)?.text ?? '',
            SourceContents: first.heredocs.map((each) => ({ Data: heredocText(each), Expand: each.isExpanded, Path: each.name })),
          },
        }),
  };
}

describe.skipIf(cases.length === 0)('BuildKit’s own cases', () => {
  it.each(cases.filter(({ expected }) => expected.kind === 'dockerfile-ast'))('$name', ({ text, expected }) => {
    const file = parseDockerfile(text);
    if (expected.error === true) expect(file.faults).not.toEqual([]);
    else expect(writeTree(file.instructions)).toBe(expected.sexp);
  });

  it.each(cases.filter(({ expected }) => expected.kind === 'dockerfile-lines'))('$name', ({ text, expected }) => {
    expect(parseDockerfile(text).instructions.map(({ line, endLine }) => [line, endLine])).toEqual(expected.lines);
  });

  it.each(cases.filter(({ expected }) => expected.kind === 'dockerfile-instruction'))('$name', ({ text, expected }) => {
    const { instructions, faults } = parseDockerfile(text);
    if (expected.error === true) expect(faults).not.toEqual([]);
    else expect(readAs(instructions[0]!, expected.expect!)).toEqual(expected.expect);
  });
});
