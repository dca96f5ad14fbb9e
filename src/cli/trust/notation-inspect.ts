import { listNotation, type ListedSignature } from '../../trust/notation/list-notation.ts';
import { type NotationInspection } from '../../trust/notation/inspect-notation.ts';
import { chooseTag, openRepository } from '../../trust/store/open-repository.ts';
import { resolveImage } from '../../trust/store/resolve-image.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { fitLines } from '../terminal/fit-lines.ts';
import { readPassword } from '../terminal/read-password.ts';
import { readRegistryOptions } from '../words/registry-options.ts';

export async function runNotationInspect(input: CommandInput, { output, runtime }: CommandContext): Promise<number> {
  const registry = readRegistryOptions(input, await readPassword(input, output));
  await using opened = await openRepository(input.arguments[0] ?? '', { registry });
  const { repository } = opened;
  const { digest } = await resolveImage(repository, await chooseTag(opened), runtime);
  const listing = await listNotation({ repository, digest }, runtime);
  if (optionValue(input, 'format') === 'json') await output.write([`${JSON.stringify({ digest, ...listing }, undefined, 2)}\n`]);
  else await output.write(fitLines(formatListing(`${repository.name}@${digest}`, listing.signatures), output.terminalWidth));
  for (const { foundAt, message } of listing.unreadable) output.warn(`pratique: ${foundAt}: ${message}`);
  if (listing.stoppedAt !== undefined) output.warn(`pratique: not everything was looked at: ${listing.stoppedAt}`);
  const isWhole = listing.unreadable.length === 0 && listing.stoppedAt === undefined;
  return isWhole && listing.signatures.every(({ content }) => content.kind === 'inspection') ? 0 : 4;
}

function* formatListing(image: string, signatures: readonly ListedSignature[]): Generator<string> {
  yield `${escapeControl(image)}\n`;
  if (signatures.length === 0) yield '  no Notation signature\n';
  for (const { foundAt, content } of signatures) {
    yield `\n  ${foundAt}\n`;
    const lines = content.kind === 'inspection' ? inspectionLines(content.inspection) : [['unreadable', content.refusal.message] as const];
    for (const [name, value] of lines) yield `    ${name.padEnd(10)} ${escapeControl(value)}\n`;
  }
}

function inspectionLines(inspection: NotationInspection): readonly (readonly [name: string, value: string])[] {
  const { format, algorithm, attributes, artifact, certificates, timestamp, signingAgent } = inspection;
  const { signingScheme, signingTime, expiry, verificationPlugin } = attributes;
  return [
    ['signs', `${artifact.digest}, ${artifact.size} bytes`],
    ['envelope', `${format}, ${algorithm}, ${signingScheme}`],
    ['made', `${signingTime.toISOString()}${signingScheme === 'notary.x509' ? ' (claimed by the signer)' : ''}`],
    ...(expiry === undefined ? [] : [['until', expiry.toISOString()] as const]),
    ...(timestamp === undefined
      ? []
      : [['timestamp', timestamp.kind === 'token' ? timestamp.time.toISOString() : timestamp.reason] as const]),
    ...(verificationPlugin === undefined ? [] : [['plugin', verificationPlugin] as const]),
    ...(signingAgent === undefined ? [] : [['agent', signingAgent] as const]),
    ...certificates.map(({ subject, notBefore, notAfter, fingerprint }, at): readonly [string, string] => [
      at === 0 ? 'signer' : 'by',
      `${subject}, ${day(notBefore)} to ${day(notAfter)}, ${fingerprint}`,
    ]),
  ];
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
