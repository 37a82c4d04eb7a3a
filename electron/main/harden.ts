import { APP_ORIGIN } from '../common/ipc-channels.ts'
import type { ContentsPart, FramePart, SessionPart } from './electron-parts.ts'

/** Whether an address is a page of ours; the only ones that are ever shown. */
export function isOwnUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`)
}

/** Whether a message comes from the main frame of a page of ours; a frame that has gone is nobody's (SHELL-26). */
export function isOwnSender(event: { senderFrame: FramePart | null; sender: ContentsPart }): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isOwnUrl(frame.url)
}

/** Keeps every page where it is: no other address in any frame, no further window, no guest page (SHELL-23, SHELL-24). */
export function hardenContents(contents: ContentsPart): void {
  contents.on('will-frame-navigate', (details) => {
    if (!isOwnUrl(details.url)) details.preventDefault()
  })
  contents.on('will-redirect', (details) => {
    if (!isOwnUrl(details.url)) details.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** The desk needs no permission, no device, no capture and no download but of what a page of ours made itself (SHELL-25). */
export function hardenSession(session: SessionPart): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) event.preventDefault()
  })
}
