import { describe, expect, it } from 'vitest';
import { manifestEditors } from './manifest-editors.ts';

const direct = (name: string, from: string, to: string) => ({ name, from, to, isDirect: true });
const pulledIn = (name: string, from: string, to: string) => ({ name, from, to, isDirect: false });
const editorOf = (file: string) => manifestEditors.find((editor) => editor.file.test(file))!;

describe('a manifest', () => {
  it('raises a version and keeps everything else: package.json', () => {
    const text = '{\n    "dependencies": {\n        "a": "^1.0.0",\n        "@s/b":"2.0.0"\n    }\n}\n';
    const { text: edited, done } = editorOf('package.json').edit(text, [direct('a', '1.0.0', '1.2.0'), direct('@s/b', '2.0.0', '3.0.0'), pulledIn('qs', '6.5.1', '6.14.2'), pulledIn('tiny', '0.0.8', '0.2.4')]);
    expect(edited).toBe('{\n    "dependencies": {\n        "a": "^1.2.0",\n        "@s/b":"3.0.0"\n    },\n    "overrides": {\n        "qs@>=6.0.0 <6.14.2": "6.14.2",\n        "tiny@>=0.0.0 <0.2.4": "0.2.4"\n    }\n}\n');
    expect(done).toEqual(['a', '@s/b', 'qs', 'tiny']);
    expect(JSON.parse(edited)).toHaveProperty('overrides');
  }); // prettier-ignore

  it('adds to overrides that are there', () => {
    const { text } = editorOf('package.json').edit('{"overrides": {"x": "1"}}', [pulledIn('qs', '6.5.1', '6.14.2')]);
    expect(JSON.parse(text)).toEqual({ overrides: { 'qs@>=6.0.0 <6.14.2': '6.14.2', x: '1' } });
  });

  it('overrides nothing that the project asks for in the same version', () => {
    expect(editorOf('package.json').edit('{"dependencies":{"qs":"6.5.1"}}', [pulledIn('qs', '6.5.1', '6.14.2')])).toEqual({ text: '{"dependencies":{"qs":"6.5.1"}}', done: [] });
  }); // prettier-ignore

  it.each<[string, string, string, string]>([
    ['requirements.txt', 'Django[argon2]==4.0  # web\nA_b ~= 1.0', 'django a-b x', 'Django[argon2]==9  # web\nA_b ~= 9\nx>=9\n'],
    ['go.mod', 'module m\n\nrequire (\n\texample.com/django v1.0.0 // why\n)\n', 'example.com/django x', 'module m\n\nrequire (\n\texample.com/django v9 // why\n)\n\nrequire x v9 // indirect\n'],
    ['Cargo.toml', '[dependencies]\ndjango = "1.0"\nx = { features = ["a"], version = "^1" }\n', 'django x y', '[dependencies]\ndjango = "9"\nx = { features = ["a"], version = "^9" }\n'],
    ['Gemfile', "gem 'django', '~> 1.0' # web\n", 'django x', "gem 'django', '~> 9' # web\n"],
    ['composer.json', '{"require": {"a/django": "^1.0"}}', 'a/django b/x', '{"require": {"a/django": "^9"}}'],
    ['shop.csproj', '<Project>\n  <PackageReference Include="Django" Version="1.0" />\n</Project>\n', 'Django X', '<Project>\n  <PackageReference Include="Django" Version="9" />\n  <ItemGroup>\n    <PackageReference Include="X" Version="9" />\n  </ItemGroup>\n</Project>\n'],
    ['pom.xml', '<project>\n  <groupId>a</groupId>\n  <artifactId>d</artifactId> <version>1.0</version>\n</project>\n', 'a:d b:x', '<project>\n  <groupId>a</groupId>\n  <artifactId>d</artifactId> <version>9</version>\n  <dependencyManagement>\n    <dependencies>\n      <dependency>\n        <groupId>b</groupId>\n        <artifactId>x</artifactId>\n        <version>9</version>\n      </dependency>\n    </dependencies>\n  </dependencyManagement>\n</project>\n'],
  ])('%s', (file, text, names, expected) => {
    expect(editorOf(file).edit(text, names.split(' ').map((name) => direct(name, '1.0', '9'))).text).toBe(expected);
  }); // prettier-ignore
});
