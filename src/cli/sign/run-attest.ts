import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { customPredicateType } from '../../trust/attest/predicate-kinds.ts';
import { wrapCustom } from '../../trust/attest/wrap-custom.ts';
import { makeStatement, parsePredicate } from '../../trust/attest/make-statement.ts';
import { parsePredicateType } from '../../trust/attest/predicate-type.ts';
import { wrapReport } from '../../trust/attest/wrap-report.ts';
import { inTotoPayloadType } from '../../trust/dsse/payload-types.ts';
import { signAndStore, type SignatureOrder } from '../../trust/sigstore/sign/sign-and-store.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readForms } from './run-sign.ts';
import { openSignTargets, writeStored } from './sign-targets.ts';
import { readSigning } from './signing-context.ts';

/** The predicate is checked before anybody is asked anything. */
export async function runAttest(input: CommandInput, context: CommandContext): Promise<number> {
  const { output, runtime, cacheDirectory } = context;
  const predicateType = parsePredicateType(required(input, 'type'));
  const path = required(input, 'predicate');
  const predicate = readPredicate(path, predicateType, runtime.now());
  const forms = readForms(input, 'envelope');
  const [image = ''] = input.arguments;
  const signing = await readSigning(input, cacheDirectory, runtime);
  await using targets = await openSignTargets(image, input, context);
  const orders = targets.subjects.flatMap((subject) => {
    const payload = makeStatement(
      { name: targets.dockerReference ?? targets.name, digest: subject.digest },
      predicateType,
      predicate,
      path,
    );
    const content = { kind: 'envelope', payload, payloadType: inTotoPayloadType } as const;
    return forms.map((form): SignatureOrder => ({ subject, form, predicateType, content }));
  });
  const stored = await signAndStore(targets.opened.repository, orders, signing.context, signing.check, runtime);
  await writeStored(stored, targets.name, input, context);
  output.note(`pratique: attested ${predicateType}, signed by ${signing.signedBy}`);
  return 0;
}

/** Where cosign's forms are asked for, any text becomes a custom predicate, and a report of ours a vulnerability predicate. */
function readPredicate(path: string, predicateType: string, now: Date): Uint8Array {
  const bytes = readBoundedFile(path, limits.dssePayloadBytes, '--predicate');
  if (predicateType === customPredicateType) return wrapCustom(bytes, path, now);
  if (predicateType !== 'https://cosign.sigstore.dev/attestation/vuln/v1') {
    parsePredicate(bytes, predicateType, path);
    return bytes;
  }
  // Any JSON object has the shape of a type that nobody knows.
  const wrapped = wrapReport(parsePredicate(bytes, '', path));
  const predicate = wrapped === undefined ? bytes : Buffer.from(JSON.stringify(wrapped));
  parsePredicate(predicate, predicateType, path);
  return predicate;
}

function required(input: CommandInput, name: string): string {
  const value = optionValue(input, name);
  if (value !== undefined && value !== '') return value;
  throw new PratiqueError('USAGE', `--${name} is missing`, {
    hint: 'pratique attest --type cyclonedx --predicate bom.json --key cosign.key IMAGE',
  });
}
