import { factPrefix, type Fact } from '../../facts/fact.ts';

/** Our facts as CycloneDX writes what it has no field for. */
export function ownProperties(facts: readonly Fact[]): readonly { readonly name: string; readonly value: string }[] {
  return facts.map(({ name, value }) => ({ name: `${factPrefix}${name}`, value }));
}
