import { isBuiltin } from 'node:module'
import react from '@vitejs/plugin-react'
import type { EnvironmentOptions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Packages that stay outside the bundles: the runtime's own, and native or WASM ones that find their files by path. */
function isExternal(id: string): boolean {
  return isBuiltin(id) || /^(electron|better-sqlite3|@electric-sql\/pglite)(\/|$)/.test(id)
}

/** A bundle for Node or Electron from one entry. The sandboxed preload has to be CommonJS. */
function nodeBundle(entry: string, outDir: string, format: 'es' | 'cjs' = 'es'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: entry,
        external: isExternal,
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  publicDir: 'renderer/public',
  appType: 'mpa',
  builder: {
    /** All bundles, or those that `KEYRACK_BUILD` names (`KEYRACK_BUILD=client npm run build`). */
    async buildApp(builder) {
      const wanted = process.env['KEYRACK_BUILD']?.split(',')
      for (const environment of Object.values(builder.environments)) {
        if (wanted === undefined || wanted.includes(environment.name)) await builder.build(environment)
      }
    },
  },
  environments: {
    client: {
      build: {
        outDir: 'dist/renderer',
        emptyOutDir: true,
        sourcemap: true,
        rolldownOptions: { input: { desk: 'renderer/desk/index.html' } },
      },
    },
    host: nodeBundle('electron/host/main.ts', 'dist/host'),
    main: nodeBundle('electron/main/main.ts', 'dist/main'),
    preload: nodeBundle('electron/preload/preload.ts', 'dist/preload', 'cjs'),
  },
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{shared,sync,electron,renderer,docs,measure}/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts', 'test/{sim,replay}/**/*.test.ts'],
          globalSetup: 'test/support/postgres-server.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/chromium.ts',
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
