import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import ids from 'spdx-license-ids/index.json' with { type: 'json' };

const known: ReadonlySet<string> = new Set([...ids, ...deprecatedIds]);

/** Whether a text is an identifier of the SPDX license list, in its own spelling. */
export function isLicenseId(text: string): boolean {
  return known.has(text);
}

/** SPDX 2.3, annex D: identifiers, `LicenseRef-…`, `+`, `WITH`, `AND`, `OR` and parentheses. Only identifiers of the list are taken for some. */
export function isLicenseExpression(text: string): boolean {
  const tokens = text.match(/\(|\)|[^\s()]+/g) ?? [];
  if (tokens.length === 0 || tokens.length > 500) return false;
  let depth = 0;
  let wantsOperand = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (wantsOperand) {
      if (token === '(') depth += 1;
      else if (isOperand(token)) {
        wantsOperand = false;
        if (tokens[at + 1] === 'WITH') {
          if (!/^[A-Za-z0-9.-]+$/.test(tokens[at + 2] ?? '')) return false;
          at += 2;
        }
      } else return false;
    } else if (token === ')') {
      depth -= 1;
      if (depth < 0) return false;
    } else if (token === 'AND' || token === 'OR') wantsOperand = true;
    else return false;
  }
  return depth === 0 && !wantsOperand;
}

function isOperand(token: string): boolean {
  const bare = token.endsWith('+') ? token.slice(0, -1) : token;
  return known.has(bare) || /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(bare);
}
