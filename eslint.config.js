// Lint rules. What may import what is the business of .dependency-cruiser.cjs; here only the two packages that editors should refuse at once.
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const usbOwner = 'native-bridge/transport/usb.ts';
const noUsb = { name: 'usb', message: `Only ${usbOwner} talks to the usb package.` };
const noElectron = { name: 'electron', message: 'Only electron/ may import electron, and electron/browser and the device host may not.' };

/** @param {...{name: string, message: string}} paths */
const restrict = (...paths) => ({ '@typescript-eslint/no-restricted-imports': ['error', { paths }] });

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', 'coverage/', 'test-results/', 'playwright-report/', '.cache/', 'types/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      // Interfaces are asynchronous for the sake of the slowest implementation; a fake that answers at once is still async.
      '@typescript-eslint/require-await': 'off',
      // Numbers are what this program prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-console': 'off',
      eqeqeq: 'error',
      ...restrict(noUsb, noElectron),
    },
  },
  { files: ['electron/**/*.ts'], ignores: ['electron/browser/**', 'electron/worker/device-host*'], rules: restrict(noUsb) },
  { files: ['e2e/electron/**/*.ts'], rules: restrict(noUsb) },
  { files: [usbOwner], rules: restrict(noElectron) },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // What hooks return is made to be taken apart: const { t } = useTranslation().
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/*.suite.ts'],
    rules: {
      // Matchers inside an expected value, such as expect.any(), are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        module: 'writable',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
);
