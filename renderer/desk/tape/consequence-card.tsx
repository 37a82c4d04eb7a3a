import { Button, Group, Loader } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconShieldCheck } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../../shared/desk-api/contract.ts'
import type { Consequences } from '../../../shared/desk-api/views.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { Notice } from '../../components/notice.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { FloatingCard } from './floating-card.tsx'
import { type TapeChange, actionOf, mayChange } from './tape-change.ts'

interface Props {
  readonly anchor: Element | null
  readonly change: TapeChange
  readonly businessDate: LocalDate
  readonly consequences: Consequences | null
  /** They answer exactly what is on the screen. */
  readonly isAnswered: boolean
  readonly isDragging: boolean
  readonly inFlight: boolean
  readonly error: DeskError | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** What a change would come to, before it is done: price, rooms, who gives way, how certain; or why it can not be. */
export function ConsequenceCard(props: Props) {
  const { t } = useTranslation()
  const { change, businessDate, consequences, isAnswered, inFlight, error, onConfirm, onCancel } = props
  const textOf = useCodeText()
  const why = cannotBegin(t, change)
  const refusedBy = error ?? (isAnswered ? (consequences?.refusedBy ?? null) : null)
  const isOpen = isAnswered && consequences !== null && refusedBy === null
  const notReady = consequences?.room?.isReady === false && movesInNow(change, businessDate) ? consequences.room : null
  const confirm = isOpen && consequences.atRisk ? 'confirmAtRisk' : isOpen && notReady ? 'confirmAllTheSame' : 'confirm'
  return (
    <FloatingCard
      anchor={props.anchor}
      className="kr-tape-card"
      role="group"
      label={t('tape.change.title')}
      testId="consequence-card"
      isPassive={props.isDragging}
    >
      <strong className="kr-tape-card-title">{titleOf(t, change)}</strong>
      <div aria-live="polite" data-testid="consequences" data-answered={isAnswered || undefined}>
        {why !== null ? (
          <Notice tone="attention">{why}</Notice>
        ) : actionOf(change) === null ? (
          <p className="kr-muted">{t('tape.change.same')}</p>
        ) : consequences === null && error === null ? (
          <p className="kr-muted kr-tape-working">
            <Loader size={14} aria-hidden /> {t('tape.change.working')}
          </p>
        ) : (
          <>
            {consequences === null ? null : (
              <Facts
                consequences={consequences}
                notReady={notReady}
                isRefused={refusedBy !== null}
                isPending={!isAnswered}
              />
            )}
            {refusedBy === null ? null : <Notice tone="urgent">{textOf(refusedBy)}</Notice>}
          </>
        )}
      </div>
      {props.isDragging ? null : (
        <Group gap="xs" mt="sm">
          <Button
            size="xs"
            data-testid="change-confirm"
            disabled={!isOpen}
            loading={inFlight}
            rightSection={<Shortcut keys="⏎" />}
            onClick={onConfirm}
          >
            {t(`tape.change.${confirm}`)}
          </Button>
          <Button size="xs" variant="default" rightSection={<Shortcut keys="Esc" />} onClick={onCancel}>
            {t('tape.change.cancel')}
          </Button>
        </Group>
      )}
      {props.isDragging ? null : <p className="kr-tape-hint">{t(HINTS[change.doing])}</p>}
    </FloatingCard>
  )
}

const HINTS = {
  move: 'tape.change.hintMove',
  dates: 'tape.change.hintDates',
  checkIn: 'tape.change.hintCheckIn',
} as const

function Facts({
  consequences,
  notReady,
  isRefused,
  isPending,
}: {
  readonly consequences: Consequences
  readonly notReady: Consequences['room']
  readonly isRefused: boolean
  readonly isPending: boolean
}) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const { differenceMinor, lines, typeChange, displaced, conflicts, left, atRisk } = consequences
  return (
    <div className="kr-tape-facts" data-pending={isPending || undefined}>
      {lines.map(({ reservationId, position, lastName, before, after }) => (
        <div key={`${reservationId}/${position}`}>
          {lines.length > 1 ? <strong>{lastName}</strong> : null}
          <dl>
            <FromTo
              label={t('tape.change.room')}
              from={before.roomId ?? t('tape.change.noRoom')}
              to={after.roomId ?? t('tape.change.noRoom')}
            />
            <FromTo
              label={t('tape.change.stay')}
              from={t('tape.change.fromTo', { from: format.day(before.arrival), to: format.day(before.departure) })}
              to={t('tape.change.fromTo', { from: format.day(after.arrival), to: format.day(after.departure) })}
            />
          </dl>
        </div>
      ))}
      {differenceMinor === null ? null : (
        <dl>
          <div>
            <dt>{t('tape.change.price')}</dt>
            <dd data-testid="price-difference">{priceText(t, differenceMinor, format.money)}</dd>
          </div>
        </dl>
      )}
      {typeChange ? (
        <Notice tone="info">
          {t('tape.change.typeChange', { from: roomTypeName(typeChange.from), to: roomTypeName(typeChange.to) })}
        </Notice>
      ) : null}
      {displaced.map(({ reservationId, position, lastName: name, fromRoomId: from, toRoomId: to }) => (
        <Notice key={`${reservationId}/${position}`} tone="attention">
          {to === null
            ? t('tape.change.displacedNone', { name, from })
            : t('tape.change.displaced', { name, from, to })}
        </Notice>
      ))}
      {isRefused || displaced.length === 0
        ? conflicts.map((held) => (
            <p key={`${held.roomId} ${held.from}`} className="kr-small">
              {t(held.lastName === null ? 'tape.change.conflictBlock' : 'tape.change.conflict', {
                room: held.roomId,
                name: held.lastName ?? '',
                from: format.day(held.from),
                until: format.day(held.until),
              })}
            </p>
          ))
        : null}
      {notReady ? (
        <p className="kr-mark" data-tone="attention">
          <IconAlertTriangle size={14} aria-hidden />
          {t('tape.change.notReady', {
            room: notReady.roomId,
            housekeeping: t(`word.housekeeping.${notReady.housekeeping}`),
          })}
        </p>
      ) : null}
      {left === null ? null : <p className="kr-small">{t('tape.change.left', { count: left })}</p>}
      {isRefused ? null : atRisk ? (
        <Notice tone="attention">{t('tape.change.atRisk')}</Notice>
      ) : (
        <p className="kr-mark">
          <IconShieldCheck size={14} aria-hidden />
          {t('tape.change.safe')}
        </p>
      )}
    </div>
  )
}

/** What stays as it is stands once. */
function FromTo({ label, from, to }: { label: string; from: string; to: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {from === to ? (
          from
        ) : (
          <>
            {from} <IconArrowRight size={13} aria-hidden /> <strong>{to}</strong>
          </>
        )}
      </dd>
    </div>
  )
}

function titleOf(t: TFunction, { doing, stay: { lastName: name }, swapWith }: TapeChange): string {
  if (swapWith !== null) return t('tape.change.swapping', { name, other: swapWith.lastName })
  if (doing === 'checkIn') return t('tape.change.checkingIn', { name })
  return t(doing === 'move' ? 'tape.change.moving' : 'tape.change.dating', { name })
}

/** Why there is nothing to ask about a stay, or `null`. */
function cannotBegin(t: TFunction, { doing, stay }: TapeChange): string | null {
  if (doing === 'checkIn') return stay.roomId === null ? t('tape.change.needsRoom') : null
  return mayChange(stay).room ? null : t('tape.change.fixed', { state: t(`word.stay.${stay.stay}`) })
}

/** Does it bring the guest into a room today, so that it matters how the room is? */
function movesInNow({ doing, stay, roomId }: TapeChange, businessDate: LocalDate): boolean {
  if (doing === 'checkIn') return true
  return roomId !== stay.roomId && (stay.stay === 'in_house' || stay.arrival <= businessDate)
}

function priceText(t: TFunction, differenceMinor: number, money: (minor: number) => string): string {
  if (differenceMinor === 0) return t('tape.change.samePrice')
  const amount = money(Math.abs(differenceMinor))
  return t(differenceMinor > 0 ? 'tape.change.more' : 'tape.change.less', { amount })
}
