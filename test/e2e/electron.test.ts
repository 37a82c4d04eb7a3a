import { join, resolve } from 'node:path'
import { type ElectronApplication, type Page, _electron } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { findElectron } from '../../electron/launch/electron-runtime.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const root = resolve(import.meta.dirname, '../..')
const runtime = findElectron(join(root, 'node_modules/electron'), process.env)
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])

/** Why the suite can not run here, or `null`. */
const missing =
  runtime === null
    ? 'no Electron runtime here; fetch it (npx install-electron) or set ELECTRON_OVERRIDE_DIST_PATH'
    : hasDisplay
      ? null
      : 'no display here; run under xvfb-run'

if (missing !== null) console.warn(`SHELL-42 is not run: ${missing}`)

describe.skipIf(missing !== null)(`in Electron (${missing ?? 'there is one'})`, () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    await ensureBuilt(root, systemTimers)
    directory = temporaryDirectory()
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    app = await _electron.launch({
      executablePath: runtime ?? '',
      // No chain listens there: the desk comes up without one.
      args: [...asRoot, root, `--data-dir=${join(directory.path, 'desk')}`, '--chain-url=http://127.0.0.1:9'],
    })
    page = await app.firstWindow()
  })

  afterAll(async () => {
    await app.close()
    directory.remove()
  })

  test('SHELL-42 the desk comes up over its own scheme, with the bridge and without Node', async () => {
    await page.waitForSelector('#root > *')
    expect(page.url()).toBe('app://keyrack/')
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(Reflect.get(window, 'keyrack') as object),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    }))
    expect(seen).toEqual({ bridge: ['requestPort'], node: [] })
  })

  test('SHELL-42 a page can neither leave nor open a window', async () => {
    await page.evaluate(() => {
      window.open('https://example.com/')
      window.location.href = 'https://example.com/'
    })
    await page.waitForSelector('#root > *')
    expect(page.url()).toBe('app://keyrack/')
    expect(app.windows()).toHaveLength(1)
  })

  test('SHELL-42 the page is asked for and gets its line to the host', async () => {
    const ports = await page.evaluate(
      () =>
        new Promise<number>((told) => {
          window.addEventListener('message', (event) => told(event.ports.length), { once: true })
          const bridge = Reflect.get(window, 'keyrack') as { requestPort(): void }
          bridge.requestPort()
        }),
    )
    expect(ports).toBe(1)
  })
})
