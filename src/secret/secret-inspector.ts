import { type FileEntry } from '../model/file-entry.ts';
import { type Inspection, type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { contentKindOf } from './content-kind.ts';
import { ContentReader } from './content-reader.ts';
import { maxStreamBytes, SecretStream } from './engine/secret-stream.ts';
import { keyFileOf } from './key-files.ts';
import { isPublicPath } from './path-context.ts';
import { type SecretFact } from './secret-fact.ts';

/** No secret is shorter, with its name. */
const minFileBytes = 12;
/** A thousand matches as JSON. */
const maxFactBytes = 1024 * 1024;

/** Looks for secrets in the text files of a layer and in the archives among them, in its one reading. */
export const secretInspector: Inspector = {
  id: 'secrets',
  version: 2,
  minFileBytes,
  maxStateBytes: (maxStreamBytes + maxFactBytes) * limits.secretArchiveDepth,
  wants({ path }: FileEntry, head: Uint8Array): boolean {
    const kind = contentKindOf(head);
    if (kind === 'binary') return keyFileOf(path, head) !== undefined;
    // Archives that everybody can download take time and have nothing to hide.
    return kind === 'text' || kind === 'utf-16' || !isPublicPath(path);
  },
  open: openSecretInspection,
};

function openSecretInspection({ path, size }: FileEntry): Inspection {
  let reader: ContentReader | undefined;
  let facts: readonly SecretFact[] | undefined;
  return {
    write(chunk) {
      if (reader === undefined && chunk.length === size && contentKindOf(chunk) === 'text') {
        // Most files come as a whole, and are searched where they lie.
        const { matches, isCut } = SecretStream.findIn(builtInRuleSet(), path, chunk);
        facts = isCut ? [...matches, { isCut: true, reason: `more than ${limits.secretsPerFile} secrets` }] : matches;
        return;
      }
      reader ??= new ContentReader(builtInRuleSet(), { path, inside: [] });
      reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    },
    end: () => facts ?? reader?.end() ?? [],
  };
}
