/** learn.microsoft.com/nuget, .nuspec reference, id: letters, digits, `.`, `_` and `-`, at most 100. */
export function isNugetName(name: string): boolean {
  return name.length <= 100 && /^[\p{L}\d_]+(?:[._-][\p{L}\d_]+)*$/u.test(name);
}
