// Builds the renderer to dist/renderer, for the window and the browser face alike.
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses: the same build is served from the window's own scheme and from a loopback address.
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // Nothing inlined as data: addresses, so that the content security policy can say 'self' and no more.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Local files: the size that matters is the installer's, not a download's.
    chunkSizeWarningLimit: 2000,
  },
});
