import { createHash } from 'node:crypto';
import { sourceDateEpoch } from '../../config/source-date-epoch.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { imagePurl } from '../../sbom/write/image-purl.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { scanReports } from '../scan/scan-reports.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';

/** Suppressed vulnerabilities → OpenVEX; docs of the format: OpenVEX specification 0.2.0. */
export async function runVexCreate(input: CommandInput, context: CommandContext): Promise<number> {
  const author = optionValue(input, 'author');
  if (author === undefined)
    throw new PratiqueError('USAGE', 'vex create needs --author', { hint: 'give the person or team that answers for the statements' });
  const now = context.runtime.now();
  const policy = await readPolicy(input, { ignoreUnfixed: false, exitCode: 0, allowIncomplete: true }, context);
  const reports = (await scanReports(input, context)).map((report) => policy.apply(report, now));
  const statements = reports.flatMap((report) => statementsOf(report));
  if (statements.length === 0)
    throw new PratiqueError('USAGE', 'no finding is suppressed, so there is nothing to state', {
      hint: 'add a suppression first: pratique help suppressing-findings',
    });
  const timestamp = (sourceDateEpoch() ?? now).toISOString();
  const id =
    optionValue(input, 'id') ??
    `urn:pratique:vex:${createHash('sha256')
      .update(JSON.stringify([author, statements]))
      .digest('hex')}`;
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': id,
    author,
    timestamp,
    version: 1,
    tooling: `pratique ${context.toolVersion}`,
    statements,
  };
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  const file = optionValue(input, 'output');
  if (file === undefined) await context.output.write([text]);
  else writeOutputFile(file, [text]);
  return exitCodes.passed;
}

function statementsOf(report: ScanReport): readonly unknown[] {
  const image = imagePurl(report.target);
  const packages = new Map(report.packages.map(({ id, purl }) => [id, purl]));
  const suppressed = report.findings.filter(
    (finding): finding is VulnerabilityFinding => finding.kind === 'vulnerability' && finding.suppression !== undefined,
  );
  return suppressed.map((finding) => {
    const { suppression, aliases } = finding;
    const purls = [...new Set([finding.packageId, ...finding.otherPackageIds].flatMap((id) => packages.get(id) ?? []))];
    const parts = purls.map((purl) => ({ '@id': purl, identifiers: { purl } }));
    return {
      vulnerability: { name: finding.id, ...(aliases.length === 0 ? {} : { aliases }) },
      products: image === undefined ? parts : [{ '@id': image, identifiers: { purl: image }, subcomponents: parts }],
      status: suppression?.vex?.status ?? 'not_affected',
      ...(suppression?.vex?.justification === undefined ? {} : { justification: suppression.vex.justification }),
      impact_statement: suppression?.reason ?? '',
    };
  });
}
