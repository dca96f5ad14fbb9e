import { type Edit } from '../../check/dockerfile/fix/fixes.ts';
import { type BaseImage, type Build, type Stage } from '../../check/dockerfile/build/build.ts';
import { positionAt } from '../../check/dockerfile/syntax/joined-text.ts';
import { flagValue } from '../../check/dockerfile/syntax/dockerfile.ts';

/** A FROM that names an image which a registry can be asked about. */
export interface PinnedBase {
  readonly stage: Stage;
  readonly base: BaseImage;
  readonly line: number;
  /** FROM is for one platform, so the digest of that platform's manifest is right, too. */
  readonly hasPlatform: boolean;
}

/** Every image that a FROM names as it is: a variable in it would be lost. */
export function basesOf({ stages }: Build): readonly PinnedBase[] {
  return stages.flatMap((stage) => {
    const { base, from } = stage;
    const written = from?.instruction.values[0]?.text;
    if (base === undefined || from === undefined || written !== base.name || base.name === 'scratch') return [];
    return [{ stage, base, line: from.instruction.line, hasPlatform: flagValue(from.instruction, 'platform') !== undefined }];
  });
}

/** The image as it is named with the digest that its tag has now; the tag stays for people to read. */
export function pinEdit({ stage, base }: PinnedBase, digest: string): Edit | undefined {
  const instruction = stage.from?.instruction;
  const value = instruction?.values[0];
  if (instruction === undefined || value === undefined || base.digest === digest) return undefined;
  const at = base.name.indexOf('@');
  const name = at < 0 ? base.name : base.name.slice(0, at);
  return { ...positionAt(instruction.source, value.start), length: value.end - value.start, text: `${name}@${digest}` };
}
