import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DEMO_HOTEL_ID, DEMO_STAFF } from '../../../shared/domain/demo-staff.ts'
import { Notice } from '../../components/notice.tsx'
import { useDesk } from '../../data/desk-provider.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { type StaffMember, useStaffSession } from '../../stores/staff-session.ts'
import { SignInForm } from './sign-in-form.tsx'

/** The desk while nobody is signed in: works with the line down, and tells nothing of guests. */
export function SignInScreen({ staff }: { staff: readonly StaffMember[] }) {
  const { t } = useTranslation()
  const { client } = useDesk()
  const { hotel, format } = useHotel()
  const queries = useQueryClient()
  const { member, ended, signedIn } = useStaffSession()
  const attempt = async ({ staffId }: StaffMember, secret: string) => {
    const answer = await client.call('staff.signIn', { staffId, secret })
    if (!answer.ok) return answer.error
    const { session, ...who } = answer.value
    signedIn(session, who)
    void queries.invalidateQueries()
    return null
  }
  const keeps = ended === 'locked' || ended === 'expired'
  return (
    <main className="kr-sign-in" data-testid="sign-in" data-ended={ended ?? undefined}>
      <div className="kr-sign-in-box">
        <header>
          <img src="/keyrack.svg" width={40} height={40} alt="" />
          <div>
            <h1>{hotel.name}</h1>
            <p className="kr-muted">
              {hotel.terminal.name} · {format.longDay(hotel.businessDate)}
            </p>
          </div>
        </header>
        {keeps ? (
          <Notice tone="info" role="status">
            {t(`staff.ended.${ended}`)}
          </Notice>
        ) : null}
        <SignInForm staff={staff} likely={keeps ? member : null} confirm={t('staff.signIn')} attempt={attempt} />
        {hotel.hotelId === DEMO_HOTEL_ID ? <DemoHint /> : null}
      </div>
    </main>
  )
}

function DemoHint() {
  const { t } = useTranslation()
  return (
    <Notice tone="info" testId="demo-hint">
      <p>{t('staff.demo')}</p>
      <ul>
        {DEMO_STAFF.map(({ staffId, name, role, pin }) => (
          <li key={staffId}>
            {name} ({t(`staff.role.${role}`)}): <strong>{pin}</strong>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
