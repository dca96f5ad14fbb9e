import { exitCodes } from '../../model/exit-codes.ts';
import { encodeAsciiJson } from '../../lib/json/ascii-json.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { limits } from '../../model/limits.ts';
import { parsePlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { parsePredicateType } from '../../trust/attest/predicate-type.ts';
import { parseEnvelope } from '../../trust/dsse/parse-envelope.ts';
import { formatAttestationPayload } from '../../trust/sigstore/cosign/format-attestation-payload.ts';
import { formatSignedPayload } from '../../trust/sigstore/cosign/format-signed-payload.ts';
import { type AttachedArtifacts, findAttached, type WantedAttachments } from '../../trust/store/find-attached.ts';
import { type FoundArtifact } from '../../trust/store/found-artifact.ts';
import { chooseTag, openRepository } from '../../trust/store/open-repository.ts';
import { readPredicateType } from '../../trust/verdict/read-predicate-type.ts';
import { optionValue, type CommandContext, type CommandInput, type Output } from '../command.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

/** A line of JSON for each signature, as cosign writes it: bundles, or classic signatures where there is no bundle. */
export async function runDownloadSignature(input: CommandInput, context: CommandContext): Promise<number> {
  return withAttached('signature', input, context, async ({ artifacts }) => {
    const bundles = artifacts.filter(({ kind }) => kind === 'sigstore-bundle');
    const classic = artifacts.filter(({ kind }) => kind === 'simple-signing');
    const asked = optionValue(input, 'format') ?? (bundles.length > 0 ? 'bundle' : 'simple-signing');
    const chosen = asked === 'bundle' ? bundles : classic;
    if (chosen.length === 0 && artifacts.length > 0)
      throw new PratiqueError('ARTIFACT_NOT_FOUND', `${input.arguments[0] ?? ''} has no signature in the format ${asked}`);
    const left = [
      ...(asked === 'bundle'
        ? countLeft(classic, 'classic signature', '--format simple-signing')
        : countLeft(bundles, 'bundle', '--format bundle')),
      ...countLeft(
        artifacts.filter(({ kind }) => kind === 'notation'),
        'Notation signature',
        'pratique trust notation inspect',
      ),
    ];
    for (const line of left) context.output.note(`pratique: ${line}`);
    return writeLines(chosen, context, toLine);
  });
}

/** A line of JSON for each attestation: bundles first, then the envelopes of classic ones. */
export async function runDownloadAttestation(input: CommandInput, context: CommandContext): Promise<number> {
  const asked = optionValue(input, 'predicate-type');
  const predicateType = asked === undefined ? undefined : parsePredicateType(asked);
  return withAttached('attestation', input, context, async ({ artifacts }) => {
    const isWanted = async (artifact: FoundArtifact): Promise<boolean> =>
      predicateType === undefined || (await readPredicateType(artifact, context.runtime)) === predicateType;
    let written = 0;
    const wholeness = await writeLines(
      artifacts.toSorted((a, b) => order(a) - order(b)),
      context,
      async (artifact, runtime) => {
        if (!(await isWanted(artifact))) return undefined;
        written += 1;
        return toLine(artifact, runtime);
      },
    );
    if (predicateType !== undefined && written === 0 && wholeness)
      throw new PratiqueError('ARTIFACT_NOT_FOUND', `${input.arguments[0] ?? ''} has no attestation of type ${predicateType}`);
    return wholeness;
  });
}

function order({ kind }: FoundArtifact): number {
  return kind === 'sigstore-bundle' ? 0 : 1;
}

async function withAttached(
  purpose: WantedAttachments['purpose'],
  input: CommandInput,
  { output, runtime }: CommandContext,
  write: (found: AttachedArtifacts) => Promise<boolean>,
): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  const platform = optionValue(input, 'platform');
  const wanted = { purpose, ...(platform === undefined ? {} : { platform: parsePlatform(platform) }) };
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const found = await findAttached(opened.repository, await chooseTag(opened), wanted, runtime);
  const isWhole = await write(found);
  tellGaps(found, output);
  return isWhole && found.unreadable.length === 0 && found.stoppedAt === undefined ? exitCodes.passed : exitCodes.incomplete;
}

export function tellGaps({ unreadable, stoppedAt }: Pick<AttachedArtifacts, 'unreadable' | 'stoppedAt'>, output: Output): void {
  for (const { foundAt, message } of unreadable) output.warn(`pratique: cannot read ${foundAt}: ${message}`);
  if (stoppedAt !== undefined) output.warn(`pratique: there may be more: ${stoppedAt}`);
}

/** Answers whether every one could be read. */
async function writeLines(
  artifacts: readonly FoundArtifact[],
  { output, runtime }: CommandContext,
  format: (artifact: FoundArtifact, runtime: Runtime) => Promise<object | undefined>,
): Promise<boolean> {
  let isWhole = true;
  for (const artifact of artifacts) {
    try {
      const line = await format(artifact, runtime);
      // ASCII only: what others wrote cannot move the cursor of a terminal.
      if (line !== undefined) await output.write([`${encodeAsciiJson(line).toString('latin1')}\n`]);
    } catch (error) {
      if (!(error instanceof VerificationError) && !(error instanceof JsonError)) throw error;
      isWhole = false;
      output.warn(`pratique: cannot read ${artifact.foundAt}: ${error.message}`);
    }
  }
  return isWhole;
}

async function toLine(artifact: FoundArtifact, runtime: Runtime): Promise<object> {
  const { kind, annotations, foundAt } = artifact;
  const payload = await artifact.load(runtime);
  if (kind === 'simple-signing') return formatSignedPayload({ payload, annotations });
  if (kind === 'dsse-attestation') return formatAttestationPayload(parseEnvelope(payload, foundAt));
  const json = parseJsonBounded(payload, { maxBytes: limits.bundleBytes, maxDepth: 32 });
  if (typeof json === 'object' && json !== null) return json;
  throw new JsonError('type', 'the payload is not a JSON object');
}

function countLeft(left: readonly FoundArtifact[], noun: string, how: string): readonly string[] {
  return left.length === 0 ? [] : [`${left.length} ${noun}${left.length === 1 ? '' : 's'} not written; see ${how}`];
}
