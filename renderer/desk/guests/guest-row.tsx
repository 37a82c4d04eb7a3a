import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { GuestHit } from '../../../shared/desk-api/views.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'

export type GuestRowStay = Pick<
  GuestHit,
  'reservationId' | 'confirmationCode' | 'firstName' | 'lastName' | 'email' | 'phone' | 'status' | 'landing'
> & {
  /** The stay that is meant; `null`: the booking has none. */
  readonly line: GuestHit['lines'][number] | null
  readonly moreLines: number
}

interface Props {
  readonly row: GuestRowStay
  readonly place: Record<string, unknown>
  readonly onOpen: () => void
}

/** A booking that was found: who, how to reach them, and the stay that is meant with its state. */
export function GuestRow({ row, place, onOpen }: Props) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const { line, moreLines } = row
  const hasEnded = row.status === 'canceled' || row.status === 'rejected'
  return (
    <li>
      <UnstyledButton className="kr-guest-row" onClick={onOpen} {...place}>
        <KeyTag room={line?.roomId ?? null} />
        <span className="kr-guest-who">
          <strong>
            <bdi>{row.lastName}</bdi>, <bdi>{row.firstName}</bdi>
          </strong>
          <span className="kr-muted">
            {[confirmationCodeText(row.confirmationCode), row.phone, row.email].filter(Boolean).join(' · ')}
          </span>
        </span>
        <span className="kr-guest-stay">
          {line ? (
            <>
              {format.day(line.arrival)} – {format.day(line.departure)}
              <span className="kr-muted">
                {roomTypeName(line.roomTypeId)}
                {moreLines > 0 ? `, ${t('guests.more', { count: moreLines })}` : ''}
              </span>
            </>
          ) : (
            t('guests.nothing')
          )}
        </span>
        <span className="kr-guest-state">
          <strong>{hasEnded || !line ? t(`word.status.${row.status}`) : t(`word.stay.${line.stay}`)}</strong>
          <LandingMark landing={row.landing} quiet />
        </span>
      </UnstyledButton>
    </li>
  )
}
