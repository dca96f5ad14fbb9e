import { numberListScheme } from './number-list-scheme.ts';

/** R packages of CRAN and Bioconductor: numbers with dots (46) or hyphens (45) between, which mean the same. */
export const cranScheme = numberListScheme('cran', 'R documentation, numeric_version and package_version', [46, 45]);
