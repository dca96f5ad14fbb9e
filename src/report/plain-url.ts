/** http(s) in printable ASCII: it goes where nothing may be escaped, such as a terminal's link. */
export function isPlainUrl(url: string): boolean {
  return /^https?:\/\/[\x21-\x7e]{1,1000}$/.test(url) && URL.canParse(url);
}
