/** Of several records of one package: direct where any is, `undefined` where none says. */
export function mergeDirect(answers: readonly (boolean | undefined)[]): boolean | undefined {
  const known = answers.filter((answer) => answer !== undefined);
  return known.length === 0 ? undefined : known.includes(true);
}
