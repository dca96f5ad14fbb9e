/** For the user, as ssh says it; the key is used all the same. */
export function exposedKeyWarning(path: string): string {
  return `the private key ${path} is accessible to other users; run: chmod 600 ${path}`;
}
