import { useEffect, useState } from 'react'
import { browserClock } from './browser-ports.ts'

/** The time, told again every so often, for ages on the screen. */
export function useNow(everyMs = 1_000): number {
  const [nowUtcMs, setNowUtcMs] = useState(() => browserClock.nowUtcMs())
  useEffect(() => {
    const id = setInterval(() => setNowUtcMs(browserClock.nowUtcMs()), everyMs)
    return () => clearInterval(id)
  }, [everyMs])
  return nowUtcMs
}
