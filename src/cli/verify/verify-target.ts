import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type IssueCode } from '../../model/issue-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Platform } from '../../model/platform.ts';
import { type ScanReport } from '../../model/report.ts';
import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { identityRequired } from '../../trust/verdict/choose-statement.ts';
import { parsePlace } from '../../trust/verdict/open-place.ts';
import { verifyImage } from '../../trust/verdict/verify-image.ts';
import { type CommandContext, type CommandInput } from '../command.ts';
import { describePolicySearch } from './describe-policy-search.ts';
import { readVerifyOptions } from './verify-request.ts';

/** A verified scan target, and a name for exactly the content that was verified. */
export interface VerifiedTarget {
  readonly verdict: TrustVerdict;
  /** What to scan instead of the target, so that a tag that moves meanwhile has no effect. */
  readonly target: string;
  /** Whether all platforms of an index were asked for. */
  readonly isIndex: boolean;
}

/** Reads the trust policy and options once for all targets of a scan. Throws USAGE and CONFIG_INVALID. */
export async function targetVerifier(
  input: CommandInput,
  { output, runtime, cacheDirectory }: CommandContext,
  given: { readonly password?: string; readonly platform: Platform | 'all'; readonly isPlatformOptional?: boolean },
): Promise<(target: string) => Promise<VerifiedTarget>> {
  const { password, platform, isPlatformOptional = false } = given;
  const read = await readVerifyOptions(input, {
    output,
    cacheDirectory,
    ...(password === undefined ? {} : { password }),
    ...(platform === 'all' ? {} : { platform }),
  });
  const options = read === undefined ? undefined : { ...read, isPlatformOptional };
  return async (target) => {
    const image = nameOfImage(target);
    const verdict =
      options === undefined ? identityRequired(image, [], describePolicySearch(input)) : await verifyImage(image, options, runtime);
    return { verdict, target: pinned(image, target, verdict), isIndex: platform === 'all' };
  };
}

/** Signatures are stored in registries and layouts; an existing path is never taken for an image name. */
function nameOfImage(target: string): string {
  if (/^(?:registry|oci-dir):/.test(target)) return target;
  if (!existsSync(target)) return target;
  if (existsSync(join(target, 'oci-layout'))) return `oci-dir:${target}`;
  throw new PratiqueError('USAGE', `--verify: ${target} has no signatures: it is neither in a registry nor an OCI layout`, {
    hint: 'give an image reference, or leave out --verify',
  });
}

/** By the digest that was verified: the tag may move, and two programs may read one name in two ways. */
function pinned(image: string, target: string, { digest }: TrustVerdict): string {
  if (digest === undefined) return target;
  const place = parsePlace(image);
  if (place.kind === 'layout') return `oci-dir:${place.folder}@${digest}`;
  const { registry, repository, tag } = place.reference;
  return `registry:${registry}/${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`;
}

/** Issues that prove a layer to be another than the signed manifest names; no gap that could be accepted. */
const foreignLayer: ReadonlySet<IssueCode> = new Set(['LAYER_DIGEST_MISMATCH', 'LAYER_SIZE_MISMATCH', 'LAYER_DIFF_ID_MISMATCH']);

/** Throws DIGEST_MISMATCH where another image was scanned than was verified. An index that was verified stands for all that it lists. */
export function assertVerifiedContent(reports: readonly ScanReport[], { verdict, isIndex }: VerifiedTarget): void {
  for (const { target, issues } of verdict.isTrusted ? reports : []) {
    const issue = issues.find(({ code }) => foreignLayer.has(code));
    if (issue !== undefined)
      throw new PratiqueError('DIGEST_MISMATCH', `${target.name} is signed, but its content is not what was signed: ${issue.message}`);
  }
  const { digest } = verdict;
  if (digest === undefined || isIndex) return;
  for (const { target } of reports)
    if (target.manifestDigest !== digest)
      throw new PratiqueError(
        'DIGEST_MISMATCH',
        `${target.name}: ${digest} was verified, and ${target.manifestDigest ?? 'an image without a manifest'} was scanned`,
      );
}
