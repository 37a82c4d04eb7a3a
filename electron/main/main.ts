import { writeSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  BrowserWindow,
  Menu,
  MessageChannelMain,
  app,
  dialog,
  ipcMain,
  protocol,
  safeStorage,
  screen,
  session,
  utilityProcess,
} from 'electron/main'
import { systemClock, systemRng, systemTimers } from '../common/adapters.ts'
import { DeskFault } from '../common/faults.ts'
import { loadReplicaKey } from '../common/replica-key.ts'
import { readDeskConfig } from './desk-config.ts'
import type { ElectronParts } from './electron-parts.ts'
import { runDesk } from './run-desk.ts'

/** Started by the launcher, which reads our lines and must not be kept waiting by a dialog. */
const isLaunched = process.send !== undefined

const electron: ElectronParts = {
  app,
  protocol,
  ipcMain,
  // The default session exists only once Electron is ready.
  session: {
    get defaultSession() {
      return session.defaultSession
    },
  },
  // So does the screen.
  screen: { getPrimaryDisplay: () => screen.getPrimaryDisplay() },
  safeStorage,
  dialog,
  menu: Menu,
  openWindow: (options) => new BrowserWindow(options),
  openChannel: () => new MessageChannelMain(),
  forkHost: (modulePath, options) => utilityProcess.fork(modulePath, [], options),
}

function fail(line: string): void {
  if (isLaunched) writeSync(2, `keyrack: ${line}\n`)
  else dialog.showErrorBox('Keyrack', line)
  app.exit(1)
}

try {
  const args = process.argv.slice(app.isPackaged ? 1 : 2)
  const config = readDeskConfig(args, process.env, app.getPath('userData'))
  delete process.env['KEYRACK_ENROL_CODE']
  delete process.env['KEYRACK_PAIRING_CODE']
  if (isLaunched) process.on('disconnect', () => app.quit())
  runDesk(electron, {
    config,
    loadKey: (keychain) => loadReplicaKey(config.dataDirectory, systemRng, keychain),
    distDirectory: resolve(import.meta.dirname, '..'),
    platform: process.platform,
    clock: systemClock,
    timers: systemTimers,
    onReady: (url, hub) => {
      if (isLaunched) writeSync(1, `${JSON.stringify({ ready: true, url, hub })}\n`)
    },
    onFailed: fail,
  })
} catch (error) {
  if (!(error instanceof DeskFault)) throw error
  fail(error.message)
}
