import type { Timers } from '../../shared/base/ports.ts'
import type { DeskAnswer, DeskCallName, DeskClient, DeskInput } from '../../shared/desk-api/contract.ts'
import type { PortCallFrame } from '../../shared/desk-api/port-frames.ts'
import { failed, readAnswer, readEvent } from './read-answer.ts'

/** What a browser's `MessagePort` and one of `node:worker_threads` have in common. */
export interface DeskPort {
  postMessage(frame: PortCallFrame): void
  addEventListener(
    type: 'message' | 'close',
    heard: (event: { readonly data?: unknown; readonly type?: string }) => void,
  ): void
  start(): void
}

export interface PortDeskClient extends DeskClient {
  /** Takes the line to a host, the first one or the one that came after it; what still waits is asked again there. */
  attach(port: DeskPort): void
}

type Heard = Parameters<DeskClient['listen']>[0]

interface Waiting {
  readonly frame: PortCallFrame
  settle(raw: unknown): void
}

const CALL_TIMEOUT_MS = 15_000

/**
 * The desk API over a MessagePort. Never rejects: a call without an answer for 15 s is `HOST_UNREACHABLE`. When the host
 * restarts, its new port is attached and unanswered calls go out again: safe, because queries change nothing and
 * commands carry their own ids. Rules: UI-10 to UI-13.
 */
export function portDeskClient(timers: Timers, session: () => string | null = () => null): PortDeskClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<Heard>()
  let current: DeskPort | null = null
  let lastId = 0

  function onFrame(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('id' in data)) return
    if (data.id === null && 'event' in data) {
      const event = readEvent(data.event)
      if (event) for (const heard of listeners) heard.onEvent(event)
      return
    }
    if (typeof data.id === 'number' && 'answer' in data) waiting.get(data.id)?.settle(data.answer)
  }

  function attach(port: DeskPort): void {
    current = port
    port.addEventListener('message', (event) => {
      if (current === port) onFrame(event.data)
    })
    port.addEventListener('close', () => {
      if (current !== port) return
      current = null
      for (const heard of listeners) heard.onLost()
    })
    port.start()
    for (const { frame } of waiting.values()) port.postMessage(frame)
    for (const heard of listeners) heard.onBack()
  }

  function call<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<DeskAnswer<N>> {
    lastId += 1
    const id = lastId
    return new Promise((resolve) => {
      const finish = (answer: DeskAnswer<N>) => {
        waiting.delete(id)
        timeout.cancel()
        resolve(answer)
      }
      const timeout = timers.after(CALL_TIMEOUT_MS, () => finish(failed('HOST_UNREACHABLE', 'later')))
      const frame = { id, call: name, input, session: session() }
      waiting.set(id, { frame, settle: (raw) => finish(readAnswer(name, raw)) })
      current?.postMessage(frame)
    })
  }

  function listen(heard: Heard): () => void {
    listeners.add(heard)
    return () => listeners.delete(heard)
  }

  return { attach, call, listen }
}
