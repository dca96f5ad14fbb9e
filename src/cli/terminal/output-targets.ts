import { PratiqueError } from '../../model/pratique-error.ts';

/** One view of the report and where it goes; without a file, to standard output. */
export interface OutputTarget {
  readonly format: string;
  readonly file?: string;
}

/** The formats that a command writes. */
export interface FormatNames {
  /** As a usage error lists them. */
  readonly list: readonly string[];
  /** What is written when nothing names a format. */
  readonly usual: string;
  has(format: string): boolean;
  /** The format that a file's name asks for. */
  ofFile(file: string): string | undefined;
}

/**
 * `--format F` goes to standard output, or to FILE with `--output FILE`; each `--output FORMAT=FILE` is one view more.
 * The text before `=` is a format if it looks like one: `./a=b.json` is a file. Without `--format`, FILE's extension names the format if
 * it is one. Throws USAGE.
 */
export function readOutputTargets(format: string | undefined, outputs: readonly string[], formats: FormatNames): readonly OutputTarget[] {
  const named = format?.toLowerCase();
  const read = outputs.map((text) => readOutput(text, named, formats));
  const isMainSent = read.some(({ isMain }) => isMain);
  const targets = [...(isMainSent ? [] : [{ format: named ?? formats.usual }]), ...read.map(({ target }) => target)];
  for (const target of targets)
    if (!formats.has(target.format))
      throw new PratiqueError('USAGE', `unknown report format ${JSON.stringify(target.format.slice(0, 80))}`, {
        hint: `use one of ${formats.list.join(', ')}`,
      });
  const files = targets.flatMap(({ file }) => (file === undefined || isStandardOutput(file) ? [] : [file]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new PratiqueError('USAGE', `two reports would be written to ${twice}`, { hint: 'give each --output another file' });
  return targets.map((target) => (target.file !== undefined && isStandardOutput(target.file) ? { format: target.format } : target));
}

function readOutput(
  text: string,
  format: string | undefined,
  formats: FormatNames,
): { readonly target: OutputTarget; readonly isMain: boolean } {
  const [, named, file] = /^([a-z][a-z0-9-]*(?:@[a-z0-9.]+)?|(?:cyclonedx|spdx)[\d.]+\+[a-z]+)=(.*)$/.exec(text) ?? [];
  if ((named === undefined ? text : file) === '')
    throw new PratiqueError('USAGE', `--output ${JSON.stringify(text)} names no file`, {
      hint: 'write --output FILE or --output FORMAT=FILE',
    });
  // Grype and Syft call the format -o; a file of that name is hardly what was meant.
  if (named === undefined && formats.has(text))
    throw new PratiqueError('USAGE', `--output ${text} would write a file named ${text}`, {
      hint: `--format ${text} for the format, or --output ./${text} for the file`,
    });
  if (named === undefined || file === undefined) {
    return { target: { format: format ?? formats.ofFile(text) ?? formats.usual, file: text }, isMain: true };
  }
  return { target: { format: named, file }, isMain: false };
}

function isStandardOutput(file: string): boolean {
  return file === '-' || file === '/dev/stdout';
}
