/**
 * Whether npm has allowed a name, today or before: docs.npmjs.com, package.json, name, and validate-npm-package-name. Names of old packages have capitals
 * and `~'!()*`; none ever had a blank, a slash outside its scope, or a dot or an underscore at its beginning.
 */
export function isNpmName(name: string): boolean {
  return name.length <= 214 && /^(?:@[\w.~'!()*-]+\/)?[A-Za-z0-9~'!()*-][\w.~'!()*-]*$/.test(name) && name !== 'node_modules';
}
