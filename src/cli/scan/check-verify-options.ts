import { PratiqueError } from '../../model/pratique-error.ts';
import { hasOption, optionValues, type CommandInput } from '../command.ts';
import { attachedVex } from '../judge/read-vex-documents.ts';
import { trustOptions } from '../verify/verify-options.ts';
import { type ScanRequest } from './scan-request.ts';

/** What means something without `--verify`, or names no signer. */
const otherOptions: ReadonlySet<string> = new Set(['config', 'policy', 'offline', 'scope']);

/** What says who must have signed an image, or its VEX statements; without `--verify` and `--vex oci` nobody would ask. */
const signerOptions = trustOptions.map(({ name }) => name).filter((name) => !otherOptions.has(name));

/** A scan that looks verified and is not is worse than none. Throws USAGE. */
export function checkVerifyOptions(input: CommandInput, { usesAttachedSboms }: Pick<ScanRequest, 'usesAttachedSboms'>): void {
  if (!hasOption(input, 'verify')) {
    // They say whose VEX statements are followed, and the image itself need not be signed.
    if (optionValues(input, 'vex').includes(attachedVex)) return;
    const given = signerOptions.find((name) => hasOption(input, name) || optionValues(input, name).length > 0);
    if (given === undefined) return;
    throw new PratiqueError('USAGE', `--${given} says who must have signed, but signatures are verified only with --verify`, {
      hint: `add --verify, or leave out --${given}`,
    });
  }
  if (usesAttachedSboms)
    throw new PratiqueError(
      'USAGE',
      '--verify and --sbom-sources: an attached SBOM is not signed with the image, so what was verified would not be what is scanned',
      {
        hint: 'leave out --sbom-sources, or verify an SBOM attestation with pratique verify-attestation and scan its SBOM',
      },
    );
}
