import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger } from '../catalog-lock.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { parseControlFields } from '../parse-control-fields.ts';
import { textOf } from '../text-of.ts';

/** What vcpkg installed: `vcpkg/status`, a control file like dpkg's; learn.microsoft.com/vcpkg, and microsoft/vcpkg-tool, src/vcpkg/statusparagraph.cpp. Features of a package have records of their own. */
export const vcpkgInstalled: FileCataloger = lockCataloger({
  id: 'vcpkg-installed',
  ecosystems: ['vcpkg'],
  details: ['dependencies'],
  files: { inFolders: [{ folder: 'vcpkg', file: 'status' }] },
  parse: (content) => parseStatus(textOf(content)),
});

function parseStatus(text: string): Lock {
  let refused = 0;
  const records = parseControlFields(text).flatMap((fields): readonly LockRecord[] => {
    const [name, version, status = ''] = [fields.get('Package'), fields.get('Version'), fields.get('Status')];
    if (!status.endsWith(' installed') || fields.has('Feature')) return [];
    if (name === undefined || version === undefined) {
      refused += 1;
      return [];
    }
    const port = fields.get('Port-Version') ?? '0';
    const triplet = fields.get('Architecture') ?? '';
    return [
      {
        key: `${name}:${triplet}`,
        name,
        version,
        evidence: 'file',
        purl: { qualifiers: { triplet, ...(port === '0' ? {} : { port_version: port }) } },
        dependencies: (fields.get('Depends') ?? '').split(',').map((each) => keyOf(each.trim(), triplet)),
      },
    ];
  });
  return { records, problems: refused === 0 ? [] : [`has ${refused} packages without a name and version`] };
}

/** `zlib`, `zlib[core]`, `vcpkg-cmake:x64-linux` */
function keyOf(written: string, triplet: string): string {
  const name = written.replace(/[[\s(].*$/s, '');
  return name.includes(':') ? name : `${name}:${triplet}`;
}
