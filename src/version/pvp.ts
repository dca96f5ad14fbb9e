import { numberListScheme } from './number-list-scheme.ts';

/** Haskell packages: numbers with dots (46) between. */
export const pvpScheme = numberListScheme('pvp', 'Haskell Package Versioning Policy; Data.Version, compare', [46]);
