import { type FileEntry } from '../model/file-entry.ts';
import { type Inspection, type Inspector } from '../model/layer-index.ts';
import { builtInRuleSet } from './built-in-rule-set.ts';
import { maxStreamBytes, SecretStream, type SecretsFound } from './engine/secret-stream.ts';
import { type SecretMatch } from './engine/secret-match.ts';
import { keyFileOf } from './key-files.ts';
import { textKindOf, withoutZeros } from './text-kind.ts';

/** What the inspector says of a file: a secret in it, or that it was not read to its end. */
export type SecretFact = SecretMatch | { readonly isCut: true };

/** No secret is shorter, with its name. */
const minFileBytes = 12;
/** A thousand matches as JSON. */
const maxFactBytes = 1024 * 1024;

/** Looks for secrets in the text files of a layer, in its one reading. */
export const secretInspector: Inspector = {
  id: 'secrets',
  version: 1,
  minFileBytes,
  maxStateBytes: maxStreamBytes + maxFactBytes,
  wants: ({ path }: FileEntry, head: Uint8Array) => textKindOf(head) !== 'binary' || keyFileOf(path, head) !== undefined,
  open: openSecretInspection,
};

function openSecretInspection(entry: FileEntry): Inspection {
  let kind: ReturnType<typeof textKindOf> | undefined;
  let stream: SecretStream | undefined;
  let facts: readonly SecretFact[] = [];
  return {
    write(chunk) {
      if (kind === undefined) {
        kind = textKindOf(chunk);
        if (kind === 'binary') facts = keyFileFacts(entry, chunk);
        else if (chunk.length === entry.size) {
          // Most files come as a whole, and are looked at where they lie.
          facts = factsOf(SecretStream.findIn(builtInRuleSet(), entry.path, kind === 'text' ? chunk : withoutZeros(chunk)));
          kind = 'binary';
        } else stream = new SecretStream(builtInRuleSet(), entry.path);
      }
      if (kind !== 'binary') stream?.write(kind === 'text' ? chunk : withoutZeros(chunk));
    },
    end: () => (stream === undefined ? facts : factsOf(stream.end())),
  };
}

function factsOf({ matches, isCut }: SecretsFound): readonly SecretFact[] {
  return isCut ? [...matches, { isCut }] : matches;
}

function keyFileFacts({ path }: FileEntry, head: Uint8Array): readonly SecretFact[] {
  const kind = keyFileOf(path, head);
  return kind === undefined ? [] : [{ ruleId: kind.rule.id, line: 1, column: 1, endColumn: 1, excerpt: '' }];
}
