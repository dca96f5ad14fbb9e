import { jsonReporter } from './json.ts';
import { type Reporter } from './reporter.ts';
import { sarifReporter } from './sarif.ts';
import { findSbomReporter, sbomReporters } from './sbom-reporter.ts';
import { tableReporter } from './table.ts';

/** Every output format, in the order that help lists them. */
export const reporters: readonly Reporter[] = [tableReporter, jsonReporter, sarifReporter, ...sbomReporters];

/** By its name, or for SBOMs by any of the names that other tools have for the format; `json` is a report, and no SBOM. */
export function findReporter(format: string): Reporter | undefined {
  return reporters.find((each) => each.format === format) ?? findSbomReporter(format);
}
