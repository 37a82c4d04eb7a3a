import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { browserClock } from '../../data/browser-ports.ts'
import { useStaffSession } from '../../stores/staff-session.ts'
import { type IdleState, idleStateAt } from './idle-lock.ts'

const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const LOOK_MS = 1_000
const OVER_PANELS = 500

/** Locks the screen of a desk that was left, half a minute after it said so. Any input goes on working. */
export function IdleWatch() {
  const { t } = useTranslation()
  const isSignedIn = useStaffSession(({ session }) => session !== null)
  const end = useStaffSession((state) => state.end)
  const idle = useIdle(isSignedIn)
  useEffect(() => {
    if (idle.state === 'locked') end('locked')
  }, [idle.state, end])
  const isWarning = idle.state === 'warning'
  return (
    <Modal.Root opened={isWarning} onClose={() => undefined} zIndex={OVER_PANELS} centered size="sm">
      <Modal.Overlay />
      <Modal.Content data-testid="idle-warning" role="alertdialog">
        <div className="kr-approve">
          <Modal.Title className="kr-panel-title">{t('staff.idleTitle')}</Modal.Title>
          <p>{t('staff.idleText', { count: isWarning ? idle.secondsLeft : 0 })}</p>
          <Button data-autofocus>{t('staff.idleStay')}</Button>
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function useIdle(watched: boolean): IdleState {
  const [idle, setIdle] = useState<IdleState>({ state: 'active' })
  useEffect(() => {
    if (!watched) return
    let lastInputUtcMs = browserClock.nowUtcMs()
    const look = () =>
      setIdle((before) => {
        const now = idleStateAt(lastInputUtcMs, browserClock.nowUtcMs())
        return now.state === 'active' && before.state === 'active' ? before : now
      })
    const heard = () => {
      // A desk that should have locked already does so: waking a computer up is no work at it.
      if (idleStateAt(lastInputUtcMs, browserClock.nowUtcMs()).state === 'locked') return look()
      lastInputUtcMs = browserClock.nowUtcMs()
      look()
    }
    for (const input of INPUTS) window.addEventListener(input, heard, { capture: true, passive: true })
    const id = setInterval(look, LOOK_MS)
    look()
    return () => {
      clearInterval(id)
      for (const input of INPUTS) window.removeEventListener(input, heard, { capture: true })
    }
  }, [watched])
  return idle
}
