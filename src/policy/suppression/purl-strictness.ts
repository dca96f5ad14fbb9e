/** How alike a purl and a package must be. `strict`: every part and qualifier; `loose`: also packages of another distribution or architecture. */
export const purlStrictnesses = ['strict', 'standard', 'loose'] as const;
export type PurlStrictness = (typeof purlStrictnesses)[number];
