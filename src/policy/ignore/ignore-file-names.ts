/** Files of other tools that are read from the working directory, where they are; the formats name them too. */
export const ignoreFileNames: readonly string[] = ['.trivyignore', '.trivyignore.yaml', '.trivyignore.yml'];
