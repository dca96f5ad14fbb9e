/** Families of verbs that the first page of help shows as one line each. */
export const commandGroups: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'trust', summary: 'sign, verify and manage keys with Docker Content Trust, and migrate from it: pratique help trust' },
];
