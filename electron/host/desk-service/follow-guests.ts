import type { Timers } from '../../../shared/base/ports.ts'
import type { GuestIndex } from './guest-index.ts'

const AT_ONCE = 200
const PAUSE_MS = 5

/** Keeps a search index close behind the rows, a little at a time, so that no call waits for it for long. */
export function followGuests(
  guests: GuestIndex,
  timers: Timers,
  onBug: (error: unknown) => void,
): { look(): void; stop(): void } {
  let timer: { cancel(): void } | null = null
  const look = (): void => {
    timer ??= timers.after(PAUSE_MS, () => {
      timer = null
      try {
        if (guests.catchUp(AT_ONCE)) look()
      } catch (error) {
        onBug(error)
      }
    })
  }
  look()
  return { look, stop: () => timer?.cancel() }
}
