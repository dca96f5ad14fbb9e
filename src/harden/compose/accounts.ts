/** An account of `/etc/passwd`; passwd(5). */
export interface Account {
  readonly name: string;
  readonly userId: number;
  readonly groupId: number;
}

export function readAccounts(passwd: string): readonly Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name = '', , userId = '', groupId = ''] = line.split(':');
    return name !== '' && /^\d+$/.test(userId) && /^\d+$/.test(groupId) ? [{ name, userId: Number(userId), groupId: Number(groupId) }] : [];
  });
}

/** Whether a user as an image or a Compose file names it is root: user 0 under any spelling. `undefined`: a name that has no account. */
export function isRoot(user: string | undefined, accounts: readonly Account[]): boolean | undefined {
  const [name = ''] = (user ?? '').split(':', 1);
  if (name === '' || name === 'root') return true;
  if (/^\d+$/.test(name)) return Number(name) === 0;
  const account = accounts.find((one) => one.name === name);
  return account === undefined ? undefined : account.userId === 0;
}
