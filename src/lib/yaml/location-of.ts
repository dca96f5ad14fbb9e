import { type YamlRange } from './located-yaml.ts';

/** A place as a finding has it: the last line only where there are several. */
export function locationOf({ path, line, endLine, column }: YamlRange): {
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly column: number;
} {
  return { path, line, ...(endLine > line ? { endLine } : {}), column };
}
