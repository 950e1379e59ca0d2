import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist', 'build', 'node_modules', 'coverage'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The SDK marks Server for advanced use, which a frozen list of tools is: McpServer would announce a changing one.
      '@typescript-eslint/no-deprecated': ['error', { allow: [{ from: 'package', name: 'Server', package: '@modelcontextprotocol/sdk' }] }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      // Each entry becomes an argument on the stack: some 100,000 of them throw, and an org decides how many there are.
      'no-restricted-syntax': ['error', { selector: 'CallExpression[callee.property.name=/^(push|unshift|max|min)$/] > SpreadElement', message: 'A long list overflows the stack: use a loop.' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  { files: ['test/**'], rules: { 'no-restricted-syntax': 'off', 'max-lines': 'off', 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/consistent-type-assertions': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-base-to-string': 'off' } },
);
