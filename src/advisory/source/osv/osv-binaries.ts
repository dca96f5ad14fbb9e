import { type AffectedPackage } from '../../../model/advisory.ts';
import { readArray, readName, readObject, type RecordObject } from '../record-fields.ts';

/**
 * SUSE's records name a source package, and each of its binary packages with the version that fixes it, in `ecosystem_specific.binaries`: facts about those, for
 * distributions whose packages are asked for by their own names. `undefined` where there is no such list. Throws RecordError.
 */
export function readBinaries(fact: AffectedPackage, specific: RecordObject): readonly AffectedPackage[] | undefined {
  const lists = readArray(specific['binaries'], 'binaries').map((value) => readObject(value, 'binaries'));
  if (lists.length === 0 || lists.some((list) => 'binary_name' in list)) return undefined;
  return lists.flatMap((list) =>
    Object.entries(list).map(([name, version]) => ({
      ...fact,
      name: readName(name, 'a binary'),
      ranges: [{ introduced: '0', fixed: readName(version, 'a version of a binary') }],
    })),
  );
}
