import { createHash } from 'node:crypto';
import { sourceDateEpoch } from '../../config/source-date-epoch.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { isUnreached, type Finding, type VulnerabilityFinding } from '../../model/finding.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { imagePurl } from '../../sbom/write/image-purl.ts';
import { hasOption, optionValue, type CommandContext, type CommandInput } from '../command.ts';
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
  const statesUnreached = hasOption(input, 'ignore-unreached');
  const statements = reports.flatMap((report) => [...statementsOf(report), ...(statesUnreached ? unreachedStatements(report) : [])]);
  if (statements.length === 0)
    throw new PratiqueError('USAGE', 'no finding is suppressed, so there is nothing to state', {
      hint: 'add a suppression first (pratique help suppressing-findings), or give --ignore-unreached',
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

/** On request only: that nothing leads from the entrypoint to a package is true of this entrypoint, and of no other command. */
function unreachedStatements(report: ScanReport): readonly unknown[] {
  const { command = [] } = report.reach ?? {};
  const productsOf = productReader(report);
  return report.findings.filter(isUnsuppressedAndUnreached).map((finding) => ({
    vulnerability: vulnerabilityOf(finding),
    products: productsOf(finding),
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    impact_statement: `nothing that the command ${JSON.stringify(command)} reaches names it`,
  }));
}

function isUnsuppressedAndUnreached(finding: Finding): finding is VulnerabilityFinding {
  return finding.suppression === undefined && isUnreached(finding);
}

function vulnerabilityOf({ id, aliases }: VulnerabilityFinding): unknown {
  return { name: id, ...(aliases.length === 0 ? {} : { aliases }) };
}

function productReader(report: ScanReport): (finding: VulnerabilityFinding) => unknown {
  const image = imagePurl(report.target);
  const packages = new Map(report.packages.map(({ id, purl }) => [id, purl]));
  return ({ packageId, otherPackageIds }) => {
    const purls = [...new Set([packageId, ...otherPackageIds].flatMap((id) => packages.get(id) ?? []))];
    const parts = purls.map((purl) => ({ '@id': purl, identifiers: { purl } }));
    return image === undefined ? parts : [{ '@id': image, identifiers: { purl: image }, subcomponents: parts }];
  };
}

function statementsOf(report: ScanReport): readonly unknown[] {
  const productsOf = productReader(report);
  const suppressed = report.findings.filter(
    (finding): finding is VulnerabilityFinding => finding.kind === 'vulnerability' && finding.suppression !== undefined,
  );
  return suppressed.map((finding) => {
    const { suppression } = finding;
    return {
      vulnerability: vulnerabilityOf(finding),
      products: productsOf(finding),
      status: suppression?.vex?.status ?? 'not_affected',
      ...(suppression?.vex?.justification === undefined ? {} : { justification: suppression.vex.justification }),
      impact_statement: suppression?.reason ?? '',
    };
  });
}
