import { type Output } from '../command.ts';
import { type FormatNames, type OutputTarget } from '../terminal/output-targets.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';

/** How a view is shown. */
export interface ViewStyle {
  readonly width: number;
  readonly useColor: boolean;
}

/** Writers by format, the usual one first: of commands that show something else than a report. */
export type ViewWriters = ReadonlyMap<string, (style: ViewStyle) => Iterable<string>>;

/** Files first: a reader of standard output that goes away early does not cost the files. `outputs` name formats of `writers` only. */
export async function writeViews(outputs: readonly OutputTarget[], writers: ViewWriters, output: Output): Promise<void> {
  const write = (format: string, style: ViewStyle): Iterable<string> => writers.get(format)?.(style) ?? [];
  for (const { format, file } of outputs) if (file !== undefined) writeOutputFile(file, write(format, { width: 120, useColor: false }));
  for (const { format, file } of outputs) if (file === undefined) await output.write(write(format, output));
}

const extensions: ReadonlyMap<string, string> = new Map([
  ['json', 'json'],
  ['md', 'markdown'],
  ['txt', 'table'],
]);

/** The names of such formats, for `readOutputTargets`. */
export function viewFormats(...formats: readonly [string, ...string[]]): FormatNames {
  return {
    list: formats,
    usual: formats[0],
    has: (format) => formats.includes(format),
    ofFile: (file) => {
      const format = extensions.get(/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '');
      return format !== undefined && formats.includes(format) ? format : undefined;
    },
  };
}
