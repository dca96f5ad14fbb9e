import { exitCodes } from '../../model/exit-codes.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { attachSbom } from '../../trust/store/attach-sbom.ts';
import { formatPlace } from '../../trust/store/found-artifact.ts';
import { type RecognizedSbom, recognizeSbom, sbomFormats } from '../../trust/store/sbom-format.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { openSignTargets } from '../sign/sign-targets.ts';
import { fitLines } from '../terminal/fit-lines.ts';

export async function runAttachSbom(input: CommandInput, context: CommandContext): Promise<number> {
  const path = optionValue(input, 'sbom');
  if (path === undefined || path === '')
    throw new PratiqueError('USAGE', '--sbom is missing', { hint: 'give --sbom FILE, or - for standard input' });
  const bytes = path === '-' ? readStandardInput() : readBoundedFile(path, limits.signatureBytes, '--sbom');
  const { format, mediaType } = recognize(bytes, path, input);
  await using targets = await openSignTargets(input.arguments[0] ?? '', input, context);
  const [subject] = targets.subjects;
  if (subject === undefined) throw new Error('an image that was found is a subject');
  const options = {
    form: optionValue(input, 'layout') === 'referrer' ? 'referrer' : 'tag',
    mayReplace: hasOption(input, 'replace'),
  } as const;
  const place = await attachSbom({ repository: targets.opened.repository, subject }, { bytes, mediaType }, options, context.runtime);
  await context.output.write(
    fitLines([`${targets.name}@${subject.digest}  ${mediaType}  ${formatPlace(place)}\n`], context.output.terminalWidth),
  );
  const type = format === 'syft' ? 'TYPE' : format;
  context.output.note(`pratique: an attached SBOM is not signed; "pratique attest --type ${type} --predicate FILE" attaches it signed`);
  return exitCodes.passed;
}

/** `--type` and `--input-format` may say what it is; they must be right. */
function recognize(bytes: Uint8Array, path: string, input: CommandInput): RecognizedSbom {
  const found = recognizeSbom(bytes);
  if (found === undefined) throw new PratiqueError('USAGE', `${path} is not an SBOM that is known`, { hint: sbomFormats.join(', ') });
  const [type, encoding] = [optionValue(input, 'type'), optionValue(input, 'input-format')];
  if (type !== undefined && type !== found.format)
    throw new PratiqueError('USAGE', `${path} is ${found.format}, not ${type}`, {
      hint: `leave --type out or give --type ${found.format}`,
    });
  if (encoding !== undefined && encoding !== found.encoding)
    throw new PratiqueError('USAGE', `${path} is ${found.encoding}, not ${encoding}`, { hint: 'leave --input-format out' });
  return found;
}

function readStandardInput(): Uint8Array {
  const bytes = readAtMost(0, limits.signatureBytes);
  if (bytes !== undefined) return bytes;
  throw new PratiqueError('USAGE', `--sbom - gave more than ${limits.signatureBytes} bytes`);
}
