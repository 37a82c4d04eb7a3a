import type { DeskClient } from '../../shared/desk-api/contract.ts'
import { useStaffSession } from '../stores/staff-session.ts'
import { browserTimers } from './browser-ports.ts'
import { httpDeskClient } from './http-desk-client.ts'
import { portDeskClient } from './port-desk-client.ts'

declare global {
  interface Window {
    /** The preload bridge; there only in the Electron shell. */
    readonly keyrack?: { requestPort(): void }
  }
}

const session = () => useStaffSession.getState().session

/** The line to the desk host: a MessagePort inside the Electron shell, HTTP to the page's own origin elsewhere. */
export function chooseDeskClient(): DeskClient {
  const bridge = window.keyrack
  if (!bridge) {
    return httpDeskClient({ origin: '', timers: browserTimers, openStream: (url) => new EventSource(url), session })
  }
  const client = portDeskClient(browserTimers, session)
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    if (!port || event.source !== window || !isPortMessage(event.data)) return
    client.attach(port)
    port.addEventListener('close', () => bridge.requestPort())
  })
  bridge.requestPort()
  return client
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'keyrack:port'
}
