/** The address of `Name <address>` in lower case; deb-control(5), Maintainer. `undefined` where there is none, as in `GitHub`. */
export function addressOf(maintainer: string): string | undefined {
  const open = maintainer.lastIndexOf('<');
  const text = (open < 0 ? maintainer : maintainer.slice(open + 1)).replace(/>.*$/s, '').trim().toLowerCase();
  const at = text.indexOf('@');
  return at > 0 && at < text.length - 1 && !/\s/.test(text) ? text : undefined;
}

/** The name of `Name <address>`, or the address where there is no name; cut, because it is shown in a line. */
export function nameOf(maintainer: string): string {
  const open = maintainer.lastIndexOf('<');
  const name = (open < 0 ? maintainer : maintainer.slice(0, open)).replaceAll(/["\r\n]/g, '').trim();
  return (name === '' ? maintainer.trim() : name).slice(0, longestName);
}

const longestName = 60;
