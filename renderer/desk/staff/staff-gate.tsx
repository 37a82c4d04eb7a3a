import { Loader } from '@mantine/core'
import { Activity, type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../../data/desk-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useApproval } from '../../stores/approval-store.ts'
import { useStaffSession } from '../../stores/staff-session.ts'
import { ApprovalDialog } from './approval-dialog.tsx'
import { IdleWatch } from './idle-watch.tsx'
import { SignInScreen } from './sign-in-screen.tsx'

/**
 * Lets whoever has signed in through; everybody, where the hotel has no staff. A screen that was locked, or whose session
 * ended, is hidden and comes back as it was left.
 */
export function StaffGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const listed = useDeskQuery('staff.list', {})
  const { session, ended } = useStaffSession()
  useTellEnd()
  if (listed.state === 'loading') {
    return (
      <main className="kr-opening">
        <Loader size="sm" aria-hidden />
        <p role="status">{t('app.loading')}</p>
      </main>
    )
  }
  const staff = valueOf(listed) ?? []
  const isClosed = staff.length > 0 && (session === null || ended !== null)
  const isKept = ended === 'locked' || ended === 'expired'
  return (
    <>
      {!isClosed || isKept ? <Activity mode={isClosed ? 'hidden' : 'visible'}>{children}</Activity> : null}
      {isClosed ? (
        <SignInScreen staff={staff} />
      ) : (
        <>
          <IdleWatch />
          <ApprovalDialog staff={staff} />
        </>
      )}
    </>
  )
}

/** Tells the host of a session's end with that very session, and then lets go of it. */
function useTellEnd(): void {
  const { client } = useDesk()
  const { session, ended, forget } = useStaffSession()
  useEffect(() => {
    // What somebody was asked to answer for is not asked of whoever signs in next.
    if (ended !== null) useApproval.getState().settle(null)
    if (session === null || ended === null) return
    void client.call('staff.signOut', {}) // where it is lost, the session ends at the host by itself
    forget()
  }, [client, session, ended, forget])
}
