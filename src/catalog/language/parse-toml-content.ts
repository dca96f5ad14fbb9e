import { parseToml, type TomlTable } from '../../lib/toml/parse-toml.ts';
import { limits } from '../../model/limits.ts';

/** The content of a lock file or project file as a TOML table; `undefined` when it is none. */
export function parseTomlContent(content: Uint8Array): TomlTable | undefined {
  return parseToml(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'), limits.lockfileDepth);
}
