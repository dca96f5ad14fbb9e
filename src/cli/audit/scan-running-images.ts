import { type Host } from '../../audit/host.ts';
import { readEngineOptions } from '../../config/read-engine-options.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { type CommandContext, type CommandInput, optionValues } from '../command.ts';
import { reportFormats } from '../report/report-formats.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest, type ScanRequest } from '../scan/scan-request.ts';
import { readPassword } from '../terminal/read-password.ts';

/** What is asked of images: a scan for these kinds, unless others are given. */
export async function readImageRequest(input: CommandInput, usual: string, context: CommandContext): Promise<ScanRequest> {
  const password = await readPassword(input, context.output);
  const options = new Map(input.options);
  if (optionValues(input, 'scanners').length === 0) options.set('scanners', [usual]);
  const given = { formats: reportFormats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) };
  return readScanRequest({ arguments: [], options }, given);
}

export interface ScannedImage {
  readonly report?: ScanReport;
  /** Why there is no report, or none of its signatures. */
  readonly why?: string;
}

/** An image as its engine knows it. */
export interface EngineImage {
  readonly imageId?: string;
  readonly repositoryDigests: readonly string[];
}

/** Scans an image in the engine that has it; each once. */
export async function imageScanner(
  input: CommandInput,
  host: Host,
  { request, verifies }: { readonly request: ScanRequest; readonly verifies: boolean },
  context: CommandContext,
): Promise<(image: EngineImage) => Promise<ScannedImage>> {
  const { docker, ...engines } = readEngineOptions();
  const open = { ...request.open, engines: { ...engines, docker: { sockets: [], ...docker, host: host.address } } };
  const options = scanOptionsOf({ ...request, open }, context);
  const verify = await signatureVerifier(input, verifies, context);
  const { scanTarget } = await import('../../scan/scan-target.ts');
  const known = new Map<string, ScannedImage>();
  return async ({ imageId, repositoryDigests }) => {
    if (imageId === undefined) return { why: 'the engine does not tell its ID' };
    if (!host.address.includes('://')) return { why: 'a record has no images: ask the engine itself, or use --no-scan' };
    const before = known.get(imageId);
    if (before !== undefined) return before;
    const scanned = await attempt(async () => {
      const [report] = await scanTarget(`docker:${imageId}`, options, context.runtime);
      return report === undefined ? {} : verify(report, repositoryDigests);
    });
    known.set(imageId, scanned);
    return scanned;
  };
}

async function attempt(scan: () => Promise<ScannedImage>): Promise<ScannedImage> {
  try {
    return await scan();
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
    return { why: error.message };
  }
}

/** Signatures are in the registry that the image came from, under the digest that the engine keeps. */
async function signatureVerifier(
  input: CommandInput,
  verifies: boolean,
  context: CommandContext,
): Promise<(report: ScanReport, digests: readonly string[]) => Promise<ScannedImage>> {
  if (!verifies) return (report) => Promise.resolve({ report });
  const { targetVerifier } = await import('../verify/verify-target.ts');
  const { hostPlatform } = await import('../../model/platform.ts');
  const verifier = await targetVerifier(input, context, { platform: hostPlatform(process), isPlatformOptional: true });
  return async (report, [digest]) => {
    if (digest === undefined)
      return { report, why: 'its signatures were not verified: it has no digest of a registry (built or loaded here)' };
    const { verdict } = await verifier(`registry:${digest}`);
    return { report: { ...report, trust: verdict } };
  };
}
