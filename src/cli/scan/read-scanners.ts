import { closestWord } from '../../lib/text/closest-word.ts';
import { type FindingKind } from '../../model/finding.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { imageKinds } from '../../scan/checkers.ts';
import { hasOption, optionValues, type CommandInput } from '../command.ts';

/** Kinds by the names that people type: ours, Trivy's of today, and Trivy's of yesterday. */
const kindsByName: ReadonlyMap<string, FindingKind> = new Map([
  ['vuln', 'vulnerability'],
  ['misconfig', 'misconfiguration'],
  ['secret', 'secret'],
  ['license', 'license'],
  ['config', 'misconfiguration'],
  ['vulnerability', 'vulnerability'],
  ['vulnerabilities', 'vulnerability'],
  ['misconfiguration', 'misconfiguration'],
  ['secrets', 'secret'],
  ['licenses', 'license'],
  ['licence', 'license'],
  ['licences', 'license'],
]);

/** The names to offer: the first of each kind. */
export const scannerNames: readonly string[] = imageKinds.map((kind) => [...kindsByName].find(([, named]) => named === kind)![0]);

/** `--scanners`: the kinds to look for, in the order of a report; `undefined` where it was not given. Throws USAGE. */
export function readScanners(input: CommandInput): readonly FindingKind[] | undefined {
  if (!hasOption(input, 'scanners')) return undefined;
  const words = optionValues(input, 'scanners').flatMap((list) => list.split(',').map((word) => word.trim().toLowerCase()));
  const asked = new Set(words.map(readScanner));
  return imageKinds.filter((kind) => asked.has(kind));
}

function readScanner(word: string): FindingKind {
  const kind = kindsByName.get(word);
  if (kind !== undefined && imageKinds.includes(kind)) return kind;
  const meant = closestWord(word, scannerNames);
  throw new PratiqueError('USAGE', `--scanners: ${JSON.stringify(word.slice(0, 80))} is not a kind of findings`, {
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}use one or more of ${scannerNames.join(',')}`,
  });
}
