import { type OsPackageRecord } from '../os-package.ts';
import { rpmTags, type RpmHeader } from './header.ts';

/** Throws RangeError on a damaged header or one without a name. `undefined` for `gpg-pubkey`, which is a key and no package. */
export function readRpmRecord(header: RpmHeader): OsPackageRecord | undefined {
  const name = header.text(rpmTags.name);
  if (name === undefined || name === '') throw new RangeError('a header names no package');
  if (name === 'gpg-pubkey') return undefined;
  const [version, release] = [header.text(rpmTags.version), header.text(rpmTags.release)];
  const epoch = header.numbers(rpmTags.epoch)[0];
  const architecture = header.text(rpmTags.architecture);
  const license = header.text(rpmTags.license);
  const source = readSourceRpm(header.text(rpmTags.sourceRpm));
  const stream = readModule(header.text(rpmTags.modularityLabel));
  const purlVersion = version === undefined || release === undefined ? version : `${version}-${release}`;
  return {
    name,
    ...(purlVersion === undefined ? {} : { purlVersion, version: withEpoch(epoch, purlVersion) }),
    // An absent epoch and an epoch of 0 are the same (rpm-version(7)), and the purl has one form.
    ...(epoch === undefined || epoch === 0 ? {} : { epoch }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    licenses: license === undefined || license === '' ? [] : [license],
    ...(stream === undefined ? {} : { module: stream }),
  };
}

function withEpoch(epoch: number | undefined, version: string): string {
  return epoch === undefined || epoch === 0 ? version : `${epoch}:${version}`;
}

/** `openssl-3.0.7-18.el9.src.rpm`: name, version, release, as the file is named. */
export function readSourceRpm(fileName: string | undefined): OsPackageRecord['source'] {
  if (fileName === undefined) return undefined;
  const stem = fileName.replace(/\.(?:no)?src\.rpm$/, '');
  const release = stem.lastIndexOf('-');
  const version = stem.lastIndexOf('-', release - 1);
  return version <= 0 ? undefined : { name: stem.slice(0, version), version: stem.slice(version + 1) };
}

/** `nodejs:18:8080020230718:63b34585`: name and stream are what advisories name. */
function readModule(label: string | undefined): string | undefined {
  const [name, stream] = label?.split(':') ?? [];
  return name === undefined || name === '' || stream === undefined || stream === '' ? undefined : `${name}:${stream}`;
}
