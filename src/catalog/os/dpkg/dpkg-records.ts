import { type EcosystemId } from '../../../model/ecosystem.ts';
import { limits } from '../../../model/limits.ts';
import { readControlParagraphs, type ControlParagraph } from './control-paragraphs.ts';
import { findDpkgSupplier } from './dpkg-supplier.ts';

export interface DpkgRecord {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses: readonly string[];
  /** Only where it is not the distribution. */
  readonly supplier?: string;
  /** Pre-Depends and Depends as written. */
  readonly depends: string;
  /** As written. */
  readonly provides: string;
}

const wantedFields = new Set([
  ...['package', 'status', 'architecture', 'version', 'source', 'depends', 'pre-depends', 'provides', 'license'],
  ...['maintainer', 'origin', 'vendor'],
]);

export interface ParseOptions {
  readonly isControlFile: boolean;
  readonly ecosystem: EcosystemId;
  readonly aptHosts: readonly string[];
}

/** Packages whose files are on disk; of two records for one name and architecture the last one counts, as for dpkg. */
export function parseDpkgRecords(content: Buffer, options: ParseOptions, problem: (message: string) => void): readonly DpkgRecord[] {
  const records = new Map<string, DpkgRecord>();
  readControlParagraphs(content, {
    wanted: wantedFields,
    maxFieldBytes: limits.databaseFieldBytes,
    problem: (message, offset) => problem(`${message} (byte ${offset})`),
    paragraph: (fields, offset) => {
      const name = fields.get('package') ?? '';
      if (name === '') {
        problem(`a record names no package (byte ${offset})`);
        return;
      }
      const key = `${name}\0${fields.get('architecture') ?? ''}`;
      const record = isOnDisk(fields.get('status'), options.isControlFile) ? readRecord(name, fields, options) : undefined;
      // dpkg writes one for whatever is on disk: without it nothing can be said of the package.
      if (record !== undefined && record.version === undefined) problem(`${name} has no version (byte ${offset})`);
      if (record === undefined) records.delete(key);
      else records.set(key, record);
    },
  });
  return [...records.values()];
}

/**
 * dpkg(1), package states: the third word. Half-installed counts: some of its files may be there. Control files of
 * distroless images have no status, because what is there is installed; in a status file a record without one is not installed, as for dpkg.
 */
function isOnDisk(status: string | undefined, isControlFile: boolean): boolean {
  if (status === undefined) return isControlFile;
  const state = status.slice(status.lastIndexOf(' ') + 1);
  return state !== 'not-installed' && state !== 'config-files';
}

function readRecord(name: string, fields: ControlParagraph, options: ParseOptions): DpkgRecord {
  const version = fields.get('version') || undefined;
  const architecture = fields.get('architecture') || undefined;
  const source = readSource(fields.get('source'), name, version);
  const license = fields.get('license');
  const supplier = findDpkgSupplier(options.ecosystem, fields, options.aptHosts);
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    licenses: license === undefined || license === '' ? [] : [license],
    ...(supplier === undefined ? {} : { supplier }),
    depends: `${fields.get('pre-depends') ?? ''},${fields.get('depends') ?? ''}`,
    provides: fields.get('provides') ?? '',
  };
}

/** deb-control(5), Source: `openssl (3.0.11-1)`; without it, name and version are the package's own. */
function readSource(text: string | undefined, name: string, version: string | undefined): DpkgRecord['source'] {
  const open = text?.indexOf('(') ?? -1;
  const sourceName = (open === -1 ? text : text?.slice(0, open))?.trim() || name;
  const written = open === -1 ? '' : text!.slice(open + 1, text!.lastIndexOf(')')).trim();
  const sourceVersion = written || version;
  return sourceVersion === undefined ? undefined : { name: sourceName, version: sourceVersion };
}
