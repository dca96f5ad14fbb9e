import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { limits } from '../../model/limits.ts';
import { type Finding, type RuleFinding } from '../../model/finding.ts';
import { type ScanReport, type ScanTarget } from '../../model/report.ts';
import { alignDockerfile, type DockerfileLines } from '../../report/source/dockerfile-lines.ts';
import { type FileLines, indexLines } from '../../report/source/file-lines.ts';
import { type LocateSource } from '../../report/source/locate-source.ts';
import { type SourcePosition } from '../../model/source-position.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';

/** A Dockerfile that was named must be readable. Throws USAGE. */
export function checkDockerfile({ dockerfile }: { readonly dockerfile?: string }): void {
  if (dockerfile !== undefined) readBoundedFile(dockerfile, limits.dockerfileBytes, 'the Dockerfile');
}

/**
 * Where the repository in the working directory has the cause of a finding: the Dockerfile's instruction behind its layer, or the line of a lock
 * file in a folder that was scanned. A Dockerfile that nobody named counts only when the image was certainly built from it.
 */
export function sourceLocator({ dockerfile }: { readonly dockerfile?: string }, folder: string = process.cwd()): LocateSource {
  const dockerfiles = new Map<ScanReport, DockerfileLines | undefined>();
  const files = new Map<string, FileLines | undefined>();
  const path = relativeTo(folder, resolve(folder, dockerfile ?? 'Dockerfile'));
  return (report, finding) => {
    const own = finding.kind === 'vulnerability' ? undefined : (sourceOf(finding) ?? placeOfRule(finding, report, folder));
    if (own !== undefined) return own;
    if (report.target.scheme === 'dir') return locateInFolder(report, finding, folder, files);
    if (path === undefined) return undefined;
    if (!dockerfiles.has(report)) {
      const text = readText(resolve(folder, dockerfile ?? 'Dockerfile'), limits.dockerfileBytes);
      const lines = text === undefined ? undefined : alignDockerfile(text, report.target.layers);
      dockerfiles.set(report, lines?.isCertain === true || dockerfile !== undefined ? lines : undefined);
    }
    const place = dockerfiles.get(report)?.lines.get(layerOf(report, finding) ?? -1);
    return place === undefined ? undefined : { path, ...place };
  };
}

/** A Dockerfile outside of the repository has no place in it. */
function sourceOf({ source }: RuleFinding): SourcePosition | undefined {
  return source === undefined || isAbsolute(source.path) ? undefined : source;
}

/** A place that the rule itself names: a file that the user named or, in a folder that was scanned, a file of it. */
function placeOfRule({ locations: [first] }: RuleFinding, { target }: ScanReport, folder: string): SourcePosition | undefined {
  if (first === undefined || (first.layerIndex !== undefined && target.scheme !== 'dir')) return undefined;
  const { line = 1, endLine, column, endColumn } = first;
  const file = first.layerIndex === undefined ? resolve(folder, first.path) : join(folderOf(target, folder), first.path);
  return {
    path: relativeTo(folder, file) ?? first.path,
    line,
    ...(endLine === undefined ? {} : { endLine }),
    ...(column === undefined ? {} : { column }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

function folderOf({ name }: ScanTarget, folder: string): string {
  const path = resolve(folder, name.replace(/^dir:/, ''));
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? dirname(path) : path;
}

const packageLayers = new WeakMap<ScanReport, ReadonlyMap<string, number>>();

function layerOf(report: ScanReport, finding: Finding): number | undefined {
  if (finding.kind !== 'vulnerability') return finding.locations[0]?.layerIndex;
  const known = packageLayers.get(report) ?? new Map(report.packages.map(({ id, layerIndex }) => [id, layerIndex]));
  packageLayers.set(report, known);
  return known.get(finding.packageId);
}

function locateInFolder(
  report: ScanReport,
  finding: Finding,
  folder: string,
  files: Map<string, FileLines | undefined>,
): SourcePosition | undefined {
  const [location] = finding.locations;
  if (location === undefined) return undefined;
  const scanned = folderOf(report.target, folder);
  const [file = location.path] = location.path.split('!/');
  const path = relativeTo(folder, join(scanned, file)) ?? file;
  if (finding.kind !== 'vulnerability') return { path, line: 1 };
  if (!files.has(path)) {
    const text = readText(join(scanned, file), limits.sourceFileBytes);
    files.set(path, text === undefined ? undefined : indexLines(text));
  }
  const { name, version } = nameOf(finding.packageId);
  return { path, line: files.get(path)?.lineOf(name, version) ?? 1 };
}

/** `pkg:npm/%40scope/name@1.0.0 path`: npm's scope is part of its name in a lock file, Maven's group is not. */
function nameOf(packageId: string): { readonly name: string; readonly version: string | undefined } {
  const [, type = '', path = '', version] = /^pkg:([^/]+)\/([^@?# ]+)(?:@([^?# ]+))?/.exec(packageId) ?? [];
  const parts = path.split('/').map(decodePart);
  const name = type === 'maven' ? (parts.at(-1) ?? '') : parts.join('/');
  return { name, version: version === undefined ? undefined : decodePart(version) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** With `/`, or `undefined` where it is outside. */
function relativeTo(folder: string, file: string): string | undefined {
  const path = relative(folder, file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

/** A file that is not there, or not readable, has no lines. */
function readText(file: string, maxBytes: number): string | undefined {
  try {
    return readAtMost(file, maxBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}
