import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDigest } from '../../model/digest.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { inspectRepository, type DockerTrustInspection } from '../../trust/notary/operation/inspect-repository.ts';
import { listTargets } from '../../trust/notary/operation/list-targets.ts';
import { verifyTag } from '../../trust/notary/operation/verify-tag.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { formatError } from '../terminal/format-error.ts';
import { openTrust } from './context.ts';
import { formatDockerInspections, formatDockerPretty } from './docker-inspection-text.ts';
import { formatJson, formatRows } from './text.ts';

/**
 * Prints Docker's JSON, or its text with `--pretty`. As in Docker, images without trust data are reported on standard error, the exit code is then 1,
 * and the text ends at the first of them.
 */
export async function runInspect(input: CommandInput, context: CommandContext): Promise<number> {
  const isPretty = hasOption(input, 'pretty');
  const inspections: DockerTrustInspection[] = [];
  let exitCode = 0;
  for (const [index, name] of input.arguments.entries())
    try {
      const inspection = await inspect(name, input, context);
      if (isPretty) await context.output.write([index > 0 ? '\n\n' : '', ...formatDockerPretty(inspection)]);
      inspections.push(inspection);
    } catch (error) {
      const isNamed = error instanceof PratiqueError || error instanceof VerificationError;
      if (!isNamed || (error instanceof PratiqueError && error.exitCode === 2) || context.runtime.signal.aborted) throw error;
      if (isPretty && index > 0) await context.output.write(['\n\n']);
      context.output.warn(formatError(error));
      exitCode = Math.max(exitCode, error instanceof VerificationError ? 1 : 3);
      if (isPretty) break;
    }
  // As in Docker, an empty list for images without trust data; nothing where no answer came.
  if (!isPretty && (inspections.length > 0 || exitCode !== 3)) await context.output.write([formatDockerInspections(inspections)]);
  return exitCode;
}

async function inspect(name: string, input: CommandInput, context: CommandContext): Promise<DockerTrustInspection> {
  await using opened = await openTrust(name, input, context);
  const { tag } = opened.reference;
  const { docker, repository } = await inspectRepository(opened.trust, { name, ...(tag === undefined ? {} : { tag }) });
  for (const notice of repository.notices) context.output.note(`pratique: ${notice}`);
  context.output.note(
    `pratique: root key ID of ${opened.gun}, to pin with rootKeys or --root-key: ${repository.root.content.roles.root.keyIds.join(', ')}`,
  );
  return docker;
}

export async function runList(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const roles = optionValues(input, 'role');
  const { targets, repository } = await listTargets(opened.trust, roles.length === 0 ? {} : { roles });
  for (const notice of repository.notices) context.output.note(`pratique: ${notice}`);
  if (optionValue(input, 'format') === 'json') {
    await context.output.write([formatJson({ gun: opened.gun, trustRoot: repository.trustRoot, targets })]);
    return 0;
  }
  const rows = targets.map(({ name, digest, size, role }) => [name, digest, String(size), role]);
  await context.output.write(formatRows(['NAME', 'DIGEST', 'SIZE', 'ROLE'], rows, [2], context.output.terminalWidth));
  return 0;
}

/** Prints the digest to pull on standard output, and who signed it on standard error. */
export async function runVerify(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', input, context);
  const option = optionValue(input, 'digest');
  const wanted = option ?? opened.reference.digest;
  if (option !== undefined && opened.reference.digest !== undefined && option !== opened.reference.digest)
    throw new PratiqueError('USAGE', `--digest is ${option}, and the reference has ${opened.reference.digest}`, {
      hint: 'give one of the two',
    });
  const tag = opened.reference.tag ?? 'latest';
  const verified = await verifyTag(opened.trust, { tag, ...(wanted === undefined ? {} : { digest: parseDigest(wanted, '--digest') }) });
  for (const notice of verified.notices) context.output.note(`pratique: ${notice}`);
  const { digest, size, signatures } = verified;
  const pull = `${opened.gun}@${digest}`;
  if (optionValue(input, 'format') === 'json') {
    await context.output.write([formatJson({ image: `${opened.gun}:${tag}`, pull, digest, size, signatures, notices: verified.notices })]);
    return 0;
  }
  for (const { signer, expires, expiryOf, trustRoot } of signatures) {
    const until =
      expires === undefined ? '' : `, until ${expires.toISOString().slice(0, 10)}${expiryOf === undefined ? '' : ` (${expiryOf})`}`;
    context.output.note(`pratique: ${opened.gun}:${tag} is signed by ${signer.name}${until} (root: ${trustRoot.kind})`);
  }
  await context.output.write([`${pull}\n`]);
  return 0;
}
