import { type SecretMatch } from './engine/secret-match.ts';

/** What the inspector says of a file: a secret in it, or that it was not read to its end, and why. */
export type SecretFact = SecretMatch | { readonly isCut: true; readonly reason: string };
