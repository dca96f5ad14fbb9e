/**
 * Whether a bulletin without a CVE only repairs what an earlier edition broke: `DSA-5678-2`, `foo - regression update`. Debian and Ubuntu number the
 * editions of a bulletin. A later edition that calls itself a security update, and not a regression, may complete a fix, so it stays.
 */
export function isRegressionBulletin(id: string, title = '', text = ''): boolean {
  if (/\bregressions?\b/i.test(title)) return true;
  const edition = Number(editionPattern.exec(id)?.[1] ?? 1);
  if (edition < 2) return false;
  return !/\bsecurity update$/i.test(title.trim()) || /\bregressions?\b/i.test(text.slice(0, 2_000));
}

const editionPattern = /^(?:DSA|DLA|DTSA|USN)-\d+-(\d+)$/;
