/** GitLab's pattern for the image of a finding: it wants a tag or a digest. */
const pattern = /^[^:]+(:\d+[^:]*)?:[^:]+(:[^:]+)?$/;

/** The name of a target as GitLab takes it: without a scheme, and with a tag, which a file has none of. */
export function gitlabImage(name: string): string {
  const bare = name.replace(/^[a-z-]+:(?=.*[/.])(?!\d)/, '').replace(/[\u0000-\u001f\u007f]/g, '');
  // The colon of a port is before a slash.
  const named = /[:@][^/]+$/.test(bare) ? bare : `${bare}:latest`;
  if (pattern.test(named)) return named;
  return `${bare.replaceAll(':', '-') || 'image'}:latest`;
}
