import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { type Client } from '../../client/client.ts';
import { type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { readReports } from '../../report/json/read-reports.ts';
import { defaultKinds } from '../../scan/checkers.ts';
import { findSbom } from '../../scan/open-sbom.ts';
import { openSubmissions, type OpenedSubmission } from '../../scan/open-submission.ts';
import { type ScanOptions } from '../../scan/scan-target.ts';
import { type UnreadLayer } from '../../scan/submission.ts';
import { hasOption, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readPackagedFile } from '../read-packaged-file.ts';
import { withServer } from '../words/server-client.ts';

/** What the server does itself, or cannot do for a client. */
const ownOptions: readonly (readonly [name: string, why: string])[] = [
  ['db', 'the server has its own advisories'],
  ['advisories', 'the server has its own advisories'],
  ['offline-scan', 'a server is asked over the network'],
  ['prove-offline', 'a server is asked over the network'],
  ['secret-rules', 'the server looks for secrets by its own rules'],
  ['only-package', 'the report is of the whole image'],
  ['policy-bundle', 'the files of the image are not in the report'],
  ['sbom-sources', 'send the SBOM itself'],
  ['verify', 'run pratique verify first'],
];

/** Throws USAGE for an option that would change nothing. */
export function checkServerOptions(input: CommandInput): void {
  for (const [name, why] of ownOptions)
    if (hasOption(input, name) || optionValues(input, name).length > 0)
      throw new PratiqueError('USAGE', `--${name} cannot be used with --server: ${why}`, { hint: `leave out --${name}, or scan without --server` });
} // prettier-ignore

/**
 * Has a server scan one target. An SBOM is sent as it is. An image that a registry has is pulled by the server; of any other the indexes of layers that the
 * server lacks are read here and sent. One report, or one for each platform.
 */
export function scanByServer(
  target: string,
  input: CommandInput,
  options: ScanOptions,
  context: CommandContext,
): Promise<readonly ScanReport[]> {
  return withServer(input, async (client, project) => {
    const server: Server = { client, project, context };
    const { sbom, ...sniffed } = await findSbom(target, options.open);
    if (sbom !== undefined) return sendSbom(sbom.bytes, sbom.name, server);
    const submissions = await openSubmissions(target, { ...options, open: { ...options.open, ...sniffed } }, context.runtime);
    try {
      if (isPulledThere(submissions, input, options)) return await havePulled(submissions, server);
      const reports: ScanReport[] = [];
      for (const submission of submissions) reports.push(await send(submission, server));
      return reports;
    } finally {
      await Promise.all(submissions.map((each) => each[Symbol.asyncDispose]()));
    }
  });
}

interface Server {
  readonly client: Client;
  readonly project: string;
  readonly context: CommandContext;
}

/** The server looks for the kinds that a scan looks for by default. */
function isPulledThere(submissions: readonly OpenedSubmission[], input: CommandInput, { kinds = defaultKinds }: ScanOptions): boolean {
  const isUsual = [...kinds].sort().join() === [...defaultKinds].sort().join();
  return !hasOption(input, 'send-layers') && isUsual && submissions.every(({ image }) => image.scheme === 'registry');
}

async function havePulled(submissions: readonly OpenedSubmission[], { client, project, context }: Server): Promise<readonly ScanReport[]> {
  const [{ image } = { image: undefined }] = submissions;
  const reference = image!.name;
  context.runtime.log.notice('the server pulls and scans', { reference });
  const { job } = await client.call('POST /api/v1/images', { body: { reference, project } });
  await ended(job, client, context, 'add --send-layers to read its layers here, if the server cannot reach the registry');
  const reports: ScanReport[] = [];
  for (const { image: { manifestDigest } } of submissions)
    reports.push(...read(await client.download('GET /api/v1/images/{digest}/report', { params: { digest: manifestDigest! }, query: { project } }, limits.reportBytes), reference));
  return reports;
} // prettier-ignore

async function sendSbom(bytes: Uint8Array, name: string, { client, project, context }: Server): Promise<readonly ScanReport[]> {
  if (bytes.length > limits.submittedSbomBytes)
    throw new PratiqueError('SBOM_UNREADABLE', `${name} is larger than ${limits.submittedSbomBytes} bytes`, { hint: 'scan it without --server' });
  const { job, submission } = await client.call('POST /api/v1/sboms', { query: { project, name: name.slice(0, 1_024) }, bytes });
  await ended(job, client, context);
  return read(await client.download('GET /api/v1/submissions/{id}/report', { params: { id: submission } }, limits.reportBytes), name);
} // prettier-ignore

/** Asks which indexes are missing, sends them, and asks again: others may send the same ones meanwhile. */
async function send(submitted: OpenedSubmission, server: Server): Promise<ScanReport> {
  const { image, kinds, demand } = submitted;
  const { client, project, context } = server;
  const put = async (names: readonly string[], unread: readonly UnreadLayer[] = []): Promise<void> => {
    const indexes = await submitted.read(new Set(names), unread);
    context.runtime.log.notice('sending layer indexes', { layers: `${indexes.size} of ${image.layers.length}` });
    for (const [name, bytes] of indexes)
      await client.call('PUT /api/v1/submissions/layers/{name}', {
        params: { name },
        query: { project },
        bytes: await promisify(gzip)(bytes),
      });
  };
  for (let round = 0, isLast = false; round < rounds; round += 1) {
    const { missing, submission } = await client.call('POST /api/v1/submissions', {
      body: { project, demand, kinds: kinds as never, image: image as never, isLast },
    });
    if (submission === undefined) {
      await put(missing);
      continue;
    }
    const output = (await ended(submission.job, client, context)) as { readonly unread?: readonly UnreadLayer[] };
    if (output.unread === undefined) {
      const [report] = read(
        await client.download('GET /api/v1/submissions/{id}/report', { params: { id: submission.id } }, limits.reportBytes),
        image.name,
      );
      return report!;
    }
    await put([...new Set(output.unread.map(({ layer }) => image.layers[layer]!.name))], output.unread);
    isLast = true;
  }
  throw new PratiqueError('SERVER_REFUSED', 'the server lacks layer indexes that were sent to it', { hint: 'see the log of the server' });
}

const rounds = 5;
const firstPollMs = 100;
const longestPollMs = 2_000;

/** What a job gave, once it has ended. Throws SERVER_REFUSED with why it failed. */
async function ended(job: string, client: Client, { runtime }: CommandContext, hint = 'see the job on the server'): Promise<object> {
  for (let waitMs = firstPollMs; ; waitMs = Math.min(waitMs * 1.5, longestPollMs)) {
    const { state, output = {}, progress } = await client.call('GET /api/v1/jobs/{id}', { params: { id: job } });
    if (state === 'completed') return output;
    if (state === 'failed' || state === 'cancelled') {
      const reason = typeof output['message'] === 'string' ? output['message'] : `job ${job} ${state}`;
      throw new PratiqueError('SERVER_REFUSED', `the server could not scan it: ${reason}`, { hint });
    }
    if (progress !== undefined)
      runtime.progress({ id: job, label: progress.label, done: progress.done, unit: progress.unit === 'bytes' ? 'bytes' : 'items', ...(progress.total === undefined ? {} : { total: progress.total }) }); // prettier-ignore
    await runtime.sleep(waitMs);
  }
}

function read(bytes: Uint8Array, name: string): readonly ScanReport[] {
  const schema = JSON.parse(readPackagedFile('docs/reference/report.schema.json')) as JsonSchema;
  return readReports(bytes, name, schema).reports.map(({ report }) => report);
}
