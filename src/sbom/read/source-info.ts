import { type SbomComponent } from './sbom-document.ts';

export interface SourceInfo {
  /** Trivy: `built package from: pam 1.5.2-6`. */
  readonly source?: NonNullable<SbomComponent['source']>;
  /** Syft and we: `acquired package info from DPKG DB: /var/lib/dpkg/status, /…`. */
  readonly paths: readonly string[];
}

const maxPaths = 16;

/** What producers say in SPDX's free text about where a package comes from. */
export function readSourceInfo(text: string): SourceInfo {
  const [, name, version] = /^built package from: (\S+)(?: (\S+))?$/.exec(text) ?? [];
  if (name !== undefined) return { source: { name, ...(version === undefined ? {} : { version }) }, paths: [] };
  const start = text.indexOf(': /');
  if (start === -1) return { paths: [] };
  const paths = text.slice(start + 2).split(/, (?=\/)/, maxPaths);
  return { paths: paths.map((path) => path.trim()) };
}
