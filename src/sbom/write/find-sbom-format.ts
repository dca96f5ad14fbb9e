import { type SbomWriter } from './sbom-writer.ts';
import { sbomWriters } from './sbom-writers.ts';

export interface SbomFormat {
  readonly writer: SbomWriter;
  readonly version: string;
}

/**
 * The format that a name asks for: `spdx-json`, `spdx-json@2.2` (Syft), `cyclonedx1.6+json` (Snyk). `undefined` for a format or a version that is not
 * written.
 */
export function findSbomFormat(name: string): SbomFormat | undefined {
  const lower = name.toLowerCase();
  const [, family, written, encoding] = /^(cyclonedx|spdx)([\d.]+)\+(json|xml)$/.exec(lower) ?? [];
  const at = lower.indexOf('@');
  const bare = family === undefined ? (at === -1 ? lower : lower.slice(0, at)) : `${family}-${encoding ?? ''}`;
  const asked = written ?? (at === -1 ? undefined : lower.slice(at + 1));
  const writer = sbomWriters.find(({ format, aliases }) => format === bare || aliases.includes(bare));
  if (writer === undefined) return undefined;
  if (asked === undefined) return { writer, version: writer.defaultVersion };
  const version = writer.versions.find((each) => each === asked || each === `${asked}.0` || each === `${asked}.1` || asked === `${each}.0`);
  return version === undefined ? undefined : { writer, version };
}

/** The format that a file's name ends like. */
export function findSbomFormatOfFile(file: string): string | undefined {
  const lower = file.toLowerCase();
  const endings = sbomWriters.flatMap(({ format, extensions }) => extensions.map((extension) => ({ format, extension })));
  return endings.find(({ extension }) => lower === extension || lower.endsWith(extension.startsWith('.') ? extension : `/${extension}`))
    ?.format;
}
