import { join } from 'node:path'
import type { Clock, Timers } from '../../shared/base/ports.ts'
import type { HostConfig, HubReady } from '../common/host-messages.ts'
import { codeOf, DeskFault } from '../common/faults.ts'
import { APP_ORIGIN, APP_SCHEME, REQUEST_PORT_CHANNEL } from '../common/ipc-channels.ts'
import type { Keychain, ReplicaKey } from '../common/replica-key.ts'
import { menuTemplate, windowOptions } from './desk-window.ts'
import type { ElectronParts, WindowPart } from './electron-parts.ts'
import { hardenContents, hardenSession, isOwnSender } from './harden.ts'
import { openKeychain } from './keychain.ts'
import { HostKeeper, type HostKeeperOptions } from './host-keeper.ts'
import { answerAppRequest } from './serve-renderer.ts'

export interface DeskSurroundings {
  readonly config: HostConfig
  /** The key of the replica; asked for once Electron is ready, because the host has no keychain. */
  readonly loadKey: (keychain: Keychain | null) => Promise<ReplicaKey>
  /** The folder that holds `main`, `preload`, `host` and `renderer`. */
  readonly distDirectory: string
  readonly platform: NodeJS.Platform
  readonly clock: Clock
  readonly timers: Timers
  /** Both window and host are there. */
  readonly onReady: (url: string, hub: HubReady | undefined) => void
  /** The desk can not go on; the line is for a person. */
  readonly onFailed: (line: string) => void
}

/**
 * Runs the desk in Electron. The first part, up to `whenReady`, is done before this returns: schemes and the sandbox can
 * be set only before Electron is ready.
 */
export function runDesk(electron: ElectronParts, surroundings: DeskSurroundings): void {
  const { app, protocol } = electron
  app.enableSandbox()
  app.setPath('userData', join(surroundings.config.dataDirectory, 'electron'))
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  if (!app.requestSingleInstanceLock()) return app.quit()
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  void openWhenReady(electron, surroundings)
}

async function openWhenReady(electron: ElectronParts, surroundings: DeskSurroundings): Promise<void> {
  const { app } = electron
  await app.whenReady()
  hardenSession(electron.session.defaultSession)
  electron.protocol.handle(APP_SCHEME, (request) =>
    answerAppRequest(request, join(surroundings.distDirectory, 'renderer')),
  )
  electron.menu.setApplicationMenu(electron.menu.buildFromTemplate(menuTemplate(surroundings.platform)))
  const replicaKey = await keyOrFail(electron, surroundings)
  if (replicaKey === null) return
  const shown = Promise.withResolvers<void>()
  const hostReady = Promise.withResolvers<HubReady | undefined>()
  const keeper = keepHost(electron, surroundings, replicaKey, (hub) => hostReady.resolve(hub))
  electron.ipcMain.on(REQUEST_PORT_CHANNEL, (event) => {
    if (event.senderFrame !== null && isOwnSender(event)) keeper.connect(event.senderFrame)
  })
  quitCleanly(electron, keeper)
  keeper.start()
  const window = openDeskWindow(electron, surroundings, () => shown.resolve())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  const [hub] = await Promise.all([hostReady.promise, window.loadURL(`${APP_ORIGIN}/`), shown.promise])
  surroundings.onReady(`${APP_ORIGIN}/`, hub)
}

async function keyOrFail(electron: ElectronParts, surroundings: DeskSurroundings): Promise<ReplicaKey | null> {
  try {
    return await surroundings.loadKey(await openKeychain(electron.safeStorage, surroundings.platform))
  } catch (error) {
    const line =
      error instanceof DeskFault
        ? error.message
        : `the key of the guests' data can not be had (${codeOf(error) ?? 'unknown'})`
    surroundings.onFailed(line)
    return null
  }
}

function keepHost(
  electron: ElectronParts,
  surroundings: DeskSurroundings,
  replicaKey: ReplicaKey,
  onReady: HostKeeperOptions['onReady'],
): HostKeeper {
  const { distDirectory, config, clock, timers, onFailed } = surroundings
  return new HostKeeper({
    fork: () => electron.forkHost(join(distDirectory, 'host/main.js'), { serviceName: 'Keyrack desk host' }),
    openChannel: () => electron.openChannel(),
    config,
    replicaKey,
    clock,
    timers,
    onReady,
    onFailed,
  })
}

function openDeskWindow(electron: ElectronParts, surroundings: DeskSurroundings, onShown: () => void): WindowPart {
  const preload = join(surroundings.distDirectory, 'preload/preload.cjs')
  const { workArea } = electron.screen.getPrimaryDisplay()
  const window = electron.openWindow(windowOptions(workArea, preload, electron.app.isPackaged))
  window.once('ready-to-show', () => {
    window.show()
    onShown()
  })
  return window
}

/** The replica is closed before Electron ends: the first `will-quit` waits for the host, then Electron exits. */
function quitCleanly({ app }: ElectronParts, keeper: HostKeeper): void {
  let stopping = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    void keeper.stop().finally(() => app.exit(0))
  })
}
