import { type FixState } from '../../../model/advisory.ts';
import { type Severity } from '../../../model/severity.ts';
import { readArray, readObject, readOptionalText, readText, readTexts, type RecordObject } from '../record-fields.ts';
import { parseSeverityWord } from '../severity-words.ts';

/** What Red Hat writes in `details` of the two categories without a fix; others say nothing about what it will do. */
const statesByDetails: ReadonlyMap<string, FixState> = new Map<string, FixState>([
  ['will not fix', 'wont-fix'],
  ['out of support scope', 'end-of-life'],
  ['fix deferred', 'deferred'],
  ['affected', 'no-fix-yet'],
]);

/** The state of a fix by product id; CSAF 2.0, 3.2.3.12, remediations. A product without one is open. Throws RecordError. */
export function readFixStates(vulnerability: RecordObject): ReadonlyMap<string, FixState> {
  const states = new Map<string, FixState>();
  for (const value of readArray(vulnerability['remediations'], 'remediations')) {
    const remediation = readObject(value, 'a remediation');
    const category = readText(remediation['category'], 'remediation.category');
    if (category !== 'no_fix_planned' && category !== 'none_available') continue;
    const details = readOptionalText(remediation['details'], 'remediation.details')?.trim().toLowerCase() ?? '';
    const state = statesByDetails.get(details) ?? (category === 'no_fix_planned' ? 'wont-fix' : 'no-fix-yet');
    for (const product of readTexts(remediation['product_ids'], 'remediation.product_ids')) states.set(product, state);
  }
  return states;
}

/** Red Hat's rating by product id; CSAF 2.0, 3.2.3.14, threats. Throws RecordError. */
export function readImpacts(vulnerability: RecordObject): ReadonlyMap<string, Severity> {
  const impacts = new Map<string, Severity>();
  for (const value of readArray(vulnerability['threats'], 'threats')) {
    const threat = readObject(value, 'a threat');
    if (threat['category'] !== 'impact') continue;
    const severity = parseSeverityWord(readOptionalText(threat['details'], 'threat.details'));
    if (severity !== undefined)
      for (const product of readTexts(threat['product_ids'], 'threat.product_ids')) impacts.set(product, severity);
  }
  return impacts;
}
