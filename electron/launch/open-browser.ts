import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface BrowserCommand {
  readonly file: string
  readonly args: readonly string[]
}

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC_CHROME = '/Applications/Google Chrome.app'

/** Can a window be shown here at all? On Linux that takes a display; without one the link is printed for a person. */
export function canShowWindow(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/** How to show an address here: a Chromium in a window without tabs where there is one, else the default browser. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  path: string,
  exists: (file: string) => boolean,
): BrowserCommand {
  if (platform === 'win32') return { file: 'cmd', args: ['/c', 'start', '', 'msedge', `--app=${url}`] }
  if (platform === 'darwin') {
    const inChrome = ['-na', 'Google Chrome', '--args', `--app=${url}`]
    return { file: 'open', args: exists(MAC_CHROME) ? inChrome : [url] }
  }
  const files = CHROMIUMS.flatMap((name) => path.split(delimiter).map((directory) => join(directory, name)))
  const chromium = files.find(exists)
  return chromium === undefined ? { file: 'xdg-open', args: [url] } : { file: chromium, args: [`--app=${url}`] }
}

/** Opens the address and forgets about the browser: it outlives the launcher, and a missing one is no fault. */
export function openBrowser(url: string): void {
  const command = browserCommand(url, process.platform, process.env['PATH'] ?? '', existsSync)
  const browser = spawn(command.file, command.args, { stdio: 'ignore', detached: true })
  browser.once('error', () => undefined)
  browser.unref()
}
