import { type FileEntry } from '../model/file-entry.ts';
import { type Inspection, type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type SecretSettings } from '../model/secret-settings.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { contentKindOf } from './content-kind.ts';
import { ContentReader } from './content-reader.ts';
import { type RuleSet } from './engine/rule-set.ts';
import { maxStreamBytes, SecretStream } from './engine/secret-stream.ts';
import { keyFileOf } from './key-files.ts';
import { isPublicPath } from './path-context.ts';
import { type SecretFact } from './secret-fact.ts';
import { factsOfWholeFile } from './whole-file.ts';

/** No secret is shorter, with its name. */
const minFileBytes = 12;
/** A thousand matches as JSON. */
const maxFactBytes = 1024 * 1024;

/** Looks for secrets in the text files of a layer and in the archives among them, in its one reading. */
export const secretInspector: Inspector = {
  ...inspectWith(builtInRuleSet),
  configure: async (settings) => {
    if (settings === undefined) return secretInspector;
    const { customRuleSet } = await import('./custom/custom-rule-set.ts');
    const rules = customRuleSet(settings as SecretSettings);
    return { ...inspectWith(() => rules), settings };
  },
};

function inspectWith(ruleSet: () => RuleSet): Inspector {
  return {
    id: 'secrets',
    version: 3,
    minFileBytes,
    maxStateBytes: (maxStreamBytes + maxFactBytes) * limits.secretArchiveDepth,
    wants({ path }: FileEntry, head: Uint8Array): boolean {
      const kind = contentKindOf(head);
      // Archives that everybody can download take time and have nothing to hide.
      if (kind === 'text' || kind === 'utf-16' || (kind !== 'binary' && !isPublicPath(path))) return true;
      return (kind === 'binary' && keyFileOf(path, head) !== undefined) || factsOfWholeFile(ruleSet(), path).length > 0;
    },
    open: (entry) => openSecretInspection(entry, ruleSet()),
  };
}

function openSecretInspection({ path, size }: FileEntry, rules: RuleSet): Inspection {
  let reader: ContentReader | undefined;
  let facts: readonly SecretFact[] | undefined;
  return {
    write(chunk) {
      if (reader === undefined && chunk.length === size && contentKindOf(chunk) === 'text') {
        // Most files come as a whole, and are searched where they lie.
        const { matches, isCut } = SecretStream.findIn(rules, path, chunk);
        const found = [...factsOfWholeFile(rules, path), ...matches];
        facts = isCut ? [...found, { isCut: true, reason: `more than ${limits.secretsPerFile} secrets` }] : found;
        return;
      }
      reader ??= new ContentReader(rules, { path, inside: [] });
      reader.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    },
    end: () => facts ?? reader?.end() ?? [],
  };
}
