/** Ids whose form is known, so that a typing error can be told from an id that nothing matches. */
const knownForms: readonly { readonly prefix: RegExp; readonly whole: RegExp; readonly example: string }[] = [
  { prefix: /^cve/i, whole: /^CVE-\d{4}-\d{4,19}$/i, example: 'CVE-2021-44228' },
  { prefix: /^ghsa/i, whole: /^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/i, example: 'GHSA-jfh8-c2jp-5v3q' },
  { prefix: /^rustsec/i, whole: /^RUSTSEC-\d{4}-\d{4}$/i, example: 'RUSTSEC-2021-0001' },
  { prefix: /^go-/i, whole: /^GO-\d{4}-\d{4,}$/i, example: 'GO-2022-0968' },
];

/** What is wrong with an id. */
export interface IdFault {
  /** `"CVE-2O21-44228" is not a valid id` */
  readonly message: string;
  readonly hint?: string;
}

/** `undefined` for ids of a known form, and for words of no known form, which may be ids of rules. */
export function findIdFault(id: string): IdFault | undefined {
  const shown = JSON.stringify(id.slice(0, 80));
  if (id.trim() === '') return { message: 'an id is empty' };
  if (/[*?]/.test(id)) return { message: `${shown} has a wildcard; ids are matched exactly` };
  if (/[\s\p{Cc}]/u.test(id)) return { message: `${shown} is not an id: it has spaces or control characters` };
  const form = knownForms.find(({ prefix }) => prefix.test(id));
  return form === undefined || form.whole.test(id)
    ? undefined
    : { message: `${shown} is not a valid id`, hint: `write it as ${form.example}` };
}
