/** What is learned of one archive (jar, war, …) while its layer is read: JSON, because it is cached. Names in it are judged by `java-identity.ts`. */
export interface ArchiveFact {
  /** Its path inside the file, archive by archive: `WEB-INF/lib/a.jar`. Empty for the file itself. */
  readonly inside: readonly string[];
  readonly sha1?: string;
  /** Attributes of META-INF/MANIFEST.MF that name it; keys in lower case. */
  readonly manifest?: Readonly<Record<string, string>>;
  readonly poms: readonly PomFact[];
  /** The outermost folders of its classes, two or three deep: `org/springframework/core`. */
  readonly folders: readonly string[];
  readonly hasClasses: boolean;
  /** What could not be read, as the end of a sentence that begins with its path. */
  readonly problems: readonly string[];
}

/** The artifact that one folder of META-INF/maven describes. */
export interface PomFact {
  /** `META-INF/maven/org.yaml/snakeyaml`, or where the pom is else. */
  readonly folder: string;
  readonly from: 'pom.properties' | 'pom.xml';
  readonly group?: string;
  readonly artifact?: string;
  readonly version?: string;
  /** As its pom.xml writes them: names, else addresses. */
  readonly licenses: readonly string[];
}
