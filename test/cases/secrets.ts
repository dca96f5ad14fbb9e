import { because, type CaseSuite } from './case-suite.ts';

/** By the id of the sample. */
export const secretSamples: CaseSuite = {
  title: 'secrets',
  from: 'gitleaks (MIT)',
  count: 3_226,
  exceptions: {
    ...because(
      'a token of Clojars is told as that, and not a second time as a random value',
      '2029 2030 2032 2033 2034 2035 2036 2037 2040 2043 2044 2047 2048 2049 2051 2053'.split(' '),
    ),
    ...because(
      'nothing in the value says that it is a key of the documentation; the rule of gitleaks lists these by value',
      '2014 2015 2016 2018 2022 2026 2027 2028'.split(' '),
    ),
    ...because('gitleaks looks at the comma before the name; a random value named apiKey is told', ['2121']),
    ...because('gitleaks lists these by value; nothing says that the password is of an example', ['4110', '4111']),
    '4621': { why: 'the file is empty: a PKCS #12 store begins with a DER sequence' },
  },
};
