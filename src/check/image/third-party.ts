/** Directories that package managers fill. */
const folders = /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|gems|registry\/src|pkg\/mod|\.cargo|\.nuget)\//;
/** What packages of the distribution install. */
const system = /^(?:usr\/(?:share|lib|lib64|src|include)|lib|var\/lib|proc|sys)\//;

/** Whether a path is in what a package manager installed, which is not for the author of the image to tidy up. */
export function isThirdParty(path: string): boolean {
  return folders.test(path) || system.test(path);
}
