/** What a report of one file has as its scheme: the file is checked on its own, and has neither packages nor layers. */
export const fileSchemes = ['dockerfile', 'compose', 'kubernetes', 'seccomp', 'apparmor'] as const;
export type FileScheme = (typeof fileSchemes)[number];

export function isFileScheme(scheme: string): scheme is FileScheme {
  return fileSchemes.some((each) => each === scheme);
}
