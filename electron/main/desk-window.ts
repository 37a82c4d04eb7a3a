import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, Rectangle } from 'electron/main'

const MIN_WIDTH = 1024
const MIN_HEIGHT = 720
const BEST_WIDTH = 1440
const BEST_HEIGHT = 900

/** The desk's window: never smaller than the screens are drawn for, at first no larger than the work area. */
export function windowOptions(
  workArea: Rectangle,
  preload: string,
  isPackaged: boolean,
): BrowserWindowConstructorOptions {
  return {
    title: 'Keyrack',
    width: Math.max(MIN_WIDTH, Math.min(BEST_WIDTH, workArea.width)),
    height: Math.max(MIN_HEIGHT, Math.min(BEST_HEIGHT, workArea.height)),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // The spelling dictionaries would be fetched from the network, and what staff type stays here.
      spellcheck: false,
      devTools: !isPackaged,
    },
  }
}

/** Editing and viewing only; by roles, so that each system has its own keys and words. */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  return [
    platform === 'darwin' ? { role: 'appMenu' } : { label: 'Keyrack', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
  ]
}
