const none: ReadonlySet<string> = new Set(['', 'NOASSERTION', 'NONE']);

/** The declared license, or else the concluded one, with the names of licenses that the document defines itself. */
export function parseLicenses(
  declared: string | undefined,
  concluded: string | undefined,
  extracted: ReadonlyMap<string, string>,
): readonly string[] {
  const expression = [declared, concluded].find((each) => each !== undefined && !none.has(each));
  if (expression === undefined) return [];
  return [extracted.get(expression) ?? expression];
}
