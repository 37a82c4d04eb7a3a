import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** For {@link launchChromium}. */
    chromium: FoundChromium
  }
}

/** Where a Chromium is, or what is missing and how to get it. */
type FoundChromium = { readonly path: string } | { readonly missing: string }

/**
 * Vitest's global set-up of the browser tests: one look for a Chromium a run, whatever the number of files. A set-up that
 * threw would end the run with all its other tests.
 */
export default async function provideChromium(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium())
}

/** Opens the browser of the tests: without a window, and silent towards the net. Rejects where there is none. */
export async function launchChromium(found: FoundChromium): Promise<Browser> {
  if ('missing' in found) throw new Error(found.missing)
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  return await chromium.launch({ executablePath: found.path, args: [...quiet, ...asRoot] })
}

/**
 * `KEYRACK_CHROMIUM`, then where systems put one, then playwright's cache; installed where there is none and that can be
 * done.
 */
export async function findChromium(): Promise<FoundChromium> {
  const wanted = process.env['KEYRACK_CHROMIUM']
  if (wanted) {
    return existsSync(wanted)
      ? { path: wanted }
      : { missing: `KEYRACK_CHROMIUM names ${wanted}; there is no such file` }
  }
  const there = installedChromium()
  if (there !== null) return { path: there }
  const tried: string[] = []
  for (const { command, args, limitMs } of installations()) {
    console.warn(`no Chromium here; running ${command} ${args.join(' ')}`)
    const failure = await run(command, args, limitMs)
    const path = installedChromium()
    if (path !== null) return { path }
    tried.push(`${command} ${args.join(' ')}: ${failure ?? 'ended well, but left no Chromium'}`)
  }
  const missing = [
    'The browser tests need Chromium and there is none.',
    `Looked for: ${[...usualPaths(), chromium.executablePath()].join(', ')}.`,
    ...tried.map((line) => `Tried ${line}`),
    'Install it (Debian: apt-get install chromium; anywhere: npx playwright-core install --with-deps chromium),',
    'or name one by KEYRACK_CHROMIUM=/path/to/chromium.',
  ].join('\n')
  return { missing }
}

function installedChromium(): string | null {
  return [...usualPaths(), chromium.executablePath()].find((path) => existsSync(path)) ?? null
}

function usualPaths(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((folder) => {
      const root = process.env[folder]
      if (!root) return []
      return ['Google\\Chrome', 'Chromium'].map((name) => join(root, name, 'Application', 'chrome.exe'))
    })
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`)
}

interface Installation {
  readonly command: string
  readonly args: readonly string[]
  readonly limitMs: number
}

function installations(): readonly Installation[] {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  const byPlaywright = { command: process.execPath, args: [cli, 'install', 'chromium'], limitMs: 180_000 }
  if (process.getuid?.() !== 0 || !isDebian()) return [byPlaywright]
  return [
    byPlaywright,
    { command: 'apt-get', args: ['update'], limitMs: 120_000 },
    { command: 'apt-get', args: ['install', '-y', '--no-install-recommends', 'chromium'], limitMs: 300_000 },
  ]
}

/** Not Ubuntu, whose package of that name only asks for a snap. */
function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** Runs a command to its end or its limit; `null` when it ended well, else why not. */
function run(command: string, args: readonly string[], limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: limitMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-400)))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(null)
      const how = signal ? `ended by ${signal}, after ${limitMs / 1000} s or from outside` : `code ${code}`
      resolve(`${how}; ${said.trim().replaceAll('\n', ' ')}`)
    })
  })
}
