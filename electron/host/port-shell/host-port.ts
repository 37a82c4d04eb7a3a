import type { MessagePort as NodePort } from 'node:worker_threads'
import type { PortHostFrame } from '../../../shared/desk-api/port-frames.ts'

/** The host's end of a line to one screen, whichever runtime's port it is. */
export interface HostPort {
  post(frame: PortHostFrame): void
  onMessage(heard: (message: unknown) => void): void
  onClose(heard: () => void): void
  start(): void
  close(): void
}

/** The part of Electron's `MessagePortMain` that is used; named here because the host imports no Electron. */
export interface ElectronPortLike {
  postMessage(message: unknown): void
  on(event: 'message', heard: (event: { data: unknown }) => void): unknown
  on(event: 'close', heard: () => void): unknown
  start(): void
  close(): void
}

/** A port that Electron's main sent to a utility process. Its messages come wrapped in an event. */
export function fromElectronPort(port: ElectronPortLike): HostPort {
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (heard) => void port.on('message', (event) => heard(event.data)),
    onClose: (heard) => void port.on('close', heard),
    start: () => port.start(),
    close: () => port.close(),
  }
}

/** A port of `node:worker_threads`. Its messages come bare. */
export function fromNodePort(port: NodePort): HostPort {
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (heard) => void port.on('message', heard),
    onClose: (heard) => void port.on('close', heard),
    start: () => port.start(),
    close: () => port.close(),
  }
}
