import { formatPlatform } from '../model/platform.ts';
import { type ScanTarget } from '../model/report.ts';
import { type JudgedReport } from './reporter.ts';

/** With its platform, where one target has several. */
export function targetName(reports: readonly JudgedReport[], { report: { target } }: JudgedReport): string {
  const platform = platformText(target);
  const hasSeveral = reports.some(({ report: { target: other } }) => other.name === target.name && platformText(other) !== platform);
  return hasSeveral ? `${target.name} (${platform})` : target.name;
}

/** `linux/amd64`; empty for files and folders, which are for no platform. */
export function platformText({ platform }: ScanTarget): string {
  return platform === undefined ? '' : formatPlatform(platform);
}
