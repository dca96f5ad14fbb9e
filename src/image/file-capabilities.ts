import { encodeBytes } from '../lib/bytes/decode-bytes.ts';
import { linuxCapabilities } from '../model/linux-capabilities.ts';

/** Under this name layer indexes hold what {@link readFileCapabilities} learns. */
export const fileCapabilityFacts = 'file-capabilities';

export interface FileCapabilities {
  /** Whoever starts the file has them at once; without, the program must ask for them. */
  readonly isEffective: boolean;
  /** Without `CAP_`. */
  readonly permitted: readonly string[];
}

/** The attribute `security.capability` of a file: include/uapi/linux/capability.h, vfs_cap_data. Empty where it is cut short. */
export function readFileCapabilities(attribute: string): FileCapabilities {
  const bytes = encodeBytes(attribute);
  if (bytes.length < 12) return { isEffective: false, permitted: [] };
  const low = bytes.readUInt32LE(4);
  const high = bytes.length >= 20 ? bytes.readUInt32LE(12) : 0;
  const isSet = (at: number): boolean => (((at < 32 ? low : high) >>> (at % 32)) & 1) === 1;
  return { isEffective: (bytes[0]! & 1) === 1, permitted: linuxCapabilities.filter((_, at) => isSet(at)) };
}
