import type { ContextBridge, IpcRenderer } from 'electron'
import { APP_ORIGIN, PORT_CHANNEL, REQUEST_PORT_CHANNEL } from '../common/ipc-channels.ts'

/** The part of Electron's `ipcRenderer` that is used. */
export interface IpcRendererPart extends Pick<IpcRenderer, 'send'> {
  on(channel: string, heard: (event: { readonly ports: MessagePort[] }) => void): unknown
}

/** The page's window, into which its port is posted. */
export type PageWindow = Pick<Window, 'postMessage'>

/**
 * All that a page gets from Electron: `window.keyrack.requestPort()`. The port then comes as a window message of type
 * `keyrack:port`, to our own origin only; a port can not be passed through the bridge itself.
 */
export function installBridge(
  contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>,
  ipcRenderer: IpcRendererPart,
  page: PageWindow,
): void {
  ipcRenderer.on(PORT_CHANNEL, (event) => {
    page.postMessage({ type: PORT_CHANNEL }, APP_ORIGIN, [...event.ports])
  })
  contextBridge.exposeInMainWorld('keyrack', { requestPort: () => ipcRenderer.send(REQUEST_PORT_CHANNEL) })
}
