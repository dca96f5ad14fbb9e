import { isAbsolute, relative, resolve, sep } from 'node:path';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { type Finding, type RuleFinding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { type AttestedDockerfile } from '../../remedy/dockerfile/attested-dockerfile.ts';
import { alignDockerfile, type LineRange } from '../../report/source/dockerfile-lines.ts';

export interface LocateRuleFindingsOptions {
  /** The Dockerfile that was named. */
  readonly dockerfile?: string;
  /** Asked where no file is known to be the image's Dockerfile. */
  readonly readAttested: () => Promise<AttestedDockerfile | undefined>;
}

/**
 * The report with the line of the Dockerfile in each finding of a rule: of the file that was named, of the one in the working directory if the image was
 * certainly built from it, or of the one that the image's provenance has.
 */
export async function locateRuleFindings(report: ScanReport, options: LocateRuleFindingsOptions, folder = process.cwd()): Promise<ScanReport> {
  if (!report.findings.some(isInImage) || report.target.layers.length === 0 || report.target.scheme === 'dir') return report;
  const places = fromFile(report, options.dockerfile, folder) ?? fromAttested(report, await options.readAttested());
  if (places === undefined) return report;
  const findings = report.findings.map((finding) => {
    const lines = isInImage(finding) ? lineOfFinding(finding, places) : undefined;
    return lines === undefined ? finding : { ...finding, source: { path: places.path, ...lines } };
  });
  return { ...report, findings };
} // prettier-ignore

function isInImage(finding: Finding): finding is RuleFinding {
  if (finding.kind === 'vulnerability') return false;
  return finding.locations[0]?.layerIndex !== undefined || finding.instruction !== undefined;
}

interface Places {
  readonly path: string;
  readonly ofLayer: (index: number) => LineRange | undefined;
  readonly ofInstruction: (instruction: string) => LineRange | undefined;
}

function lineOfFinding({ locations: [first], instruction }: RuleFinding, places: Places): LineRange | undefined {
  const ofLayer = first?.layerIndex === undefined ? undefined : places.ofLayer(first.layerIndex);
  return ofLayer ?? (instruction === undefined ? undefined : places.ofInstruction(instruction));
}

function fromFile({ target: { layers } }: ScanReport, named: string | undefined, folder: string): Places | undefined {
  const file = resolve(folder, named ?? 'Dockerfile');
  const text = readText(file);
  const aligned = text === undefined ? undefined : alignDockerfile(text, layers);
  if (aligned === undefined || (named === undefined && !aligned.isCertain)) return undefined;
  const path = relative(folder, file);
  const isInside = !path.startsWith('..') && !isAbsolute(path);
  return { path: isInside ? path.split(sep).join('/') : file, ofLayer: (index) => aligned.lines.get(index), ofInstruction: aligned.lineOf };
}

function fromAttested({ target: { layers } }: ScanReport, attested: AttestedDockerfile | undefined): Places | undefined {
  if (attested === undefined) return undefined;
  const aligned = alignDockerfile(attested.text, layers);
  const ofLayer = (index: number): LineRange | undefined => {
    const chain = layers.slice(0, index + 1).map(({ digest = '' }) => digest);
    return attested.lines.get(chain.join(' ')) ?? aligned?.lines.get(index);
  };
  return { path: attested.path, ofLayer, ofInstruction: (instruction) => aligned?.lineOf(instruction) };
}

/** A file that is not there, or not readable, has no lines. */
function readText(file: string): string | undefined {
  try {
    return readAtMost(file, limits.dockerfileBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}
