import { PratiqueError } from '../../model/pratique-error.ts';
import { orderImageSignature } from '../../trust/sigstore/sign/order-image-signature.ts';
import { signAndStore, type SignatureOrder } from '../../trust/sigstore/sign/sign-and-store.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readAnnotations } from './read-annotation.ts';
import { openSignTargets, requireReference, writeStored } from './sign-targets.ts';
import { readSigning } from './signing-context.ts';

/** Looks up, signs everything, and only then stores anything. */
export async function runSign(input: CommandInput, context: CommandContext): Promise<number> {
  if (optionValue(input, 'scheme') === 'notation') return (await import('./run-sign-notation.ts')).runSignNotation(input, context);
  refuseNotationOptions(input);
  const { output, runtime, cacheDirectory } = context;
  const annotations = readAnnotations(input);
  const forms = readForms(input, 'simple-signing');
  const [image = ''] = input.arguments;
  const signing = await readSigning(input, cacheDirectory, runtime);
  await using targets = await openSignTargets(image, input, context);
  const orders = targets.subjects.flatMap((subject) =>
    forms.map((form) => {
      const dockerReference = form === 'bundle' ? targets.name : requireReference(targets);
      return orderImageSignature({ subject, dockerReference, annotations }, form);
    }),
  );
  const stored = await signAndStore(targets.opened.repository, orders, signing.context, signing.check, runtime);
  await writeStored(stored, targets.name, input, context);
  output.note(`pratique: signed by ${signing.signedBy}`);
  return 0;
}

/** `--format` and `--layout` as forms to store; `classic` is what the other form is called here. */
export function readForms(input: CommandInput, classic: string): readonly SignatureOrder['form'][] {
  const format = optionValue(input, 'format') ?? 'bundle';
  const form = optionValue(input, 'layout') === 'referrer' ? 'classic referrer' : 'classic tag';
  if (format === classic) return [form];
  return format === 'both' ? ['bundle', form] : ['bundle'];
}

function refuseNotationOptions(input: CommandInput): void {
  const option = ['certificate-chain', 'envelope', 'expires-in', 'timestamp-root'].find((name) => hasOption(input, name));
  if (option !== undefined) throw new PratiqueError('USAGE', `--${option} is of Notation`, { hint: 'add --scheme notation' });
}
