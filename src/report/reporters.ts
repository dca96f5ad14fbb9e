import { basename } from 'node:path';
import { cefReporter } from './cef.ts';
import { cosignVulnReporter } from './cosign-vuln.ts';
import { csvReporter } from './csv.ts';
import { ecsReporter } from './ecs.ts';
import { grypeJsonReporter } from './grype-json.ts';
import { trivyJsonReporter } from './trivy-json.ts';
import { githubAnnotationsReporter } from './github-annotations.ts';
import { gitleaksJsonReporter } from './gitleaks-json.ts';
import { hadolintCheckstyleReporter } from './hadolint-checkstyle.ts';
import { hadolintJsonReporter } from './hadolint-json.ts';
import { hadolintTtyReporter } from './hadolint-tty.ts';
import { gitlabCodequalityReporter } from './gitlab-codequality.ts';
import { gitlabDependencyScanningReporter } from './gitlab-dependency-scanning.ts';
import { gitlabReporter } from './gitlab.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { markdownReporter } from './markdown.ts';
import { ocsfReporter } from './ocsf.ts';
import { type Reporter } from './reporter.ts';
import { sarifReporter } from './sarif.ts';
import { findSbomReporter, sbomReporters } from './sbom-reporter.ts';
import { templateReporter } from './template.ts';
import { tableReporter } from './table.ts';

/** Every output format, in the order that help lists them. */
export const reporters: readonly Reporter[] = [
  tableReporter,
  jsonReporter,
  sarifReporter,
  htmlReporter,
  markdownReporter,
  csvReporter,
  junitReporter,
  githubAnnotationsReporter,
  gitlabReporter,
  gitlabDependencyScanningReporter,
  gitlabCodequalityReporter,
  cosignVulnReporter,
  trivyJsonReporter,
  grypeJsonReporter,
  hadolintTtyReporter,
  hadolintJsonReporter,
  hadolintCheckstyleReporter,
  gitleaksJsonReporter,
  ocsfReporter,
  ecsReporter,
  cefReporter,
  templateReporter,
  ...sbomReporters,
];

/** By any of the names that tools have for the format; `json` is a report, and no SBOM. */
export function findReporter(format: string): Reporter | undefined {
  return reporters.find((each) => each.format === format || each.aliases?.includes(format) === true) ?? findSbomReporter(format);
}

/** The format that a file's name asks for, by the longest end: `report.junit.xml`. */
export function findReporterOfFile(file: string): Reporter | undefined {
  const name = file.toLowerCase();
  const endings = reporters.flatMap((reporter) =>
    (reporter.extensions ?? [`.${reporter.format}`]).map((ending) => ({ reporter, ending: ending.toLowerCase() })),
  );
  const fitting = endings.filter(({ ending }) => (ending.startsWith('.') ? name.endsWith(ending) : basename(name) === ending));
  return fitting.sort((a, b) => b.ending.length - a.ending.length)[0]?.reporter;
}
