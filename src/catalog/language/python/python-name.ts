/** PEP 503, "Normalized Names": lower case, and runs of `-`, `_` and `.` are one `-`. Advisories and purls use this form. */
export function normalizePythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Packaging specifications, "Names and normalization": letters, digits, `.`, `_` and `-`, with a letter or digit at both ends. */
export function isPythonName(name: string): boolean {
  return /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i.test(name);
}
