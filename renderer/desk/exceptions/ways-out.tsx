import { Button, Group, NativeSelect, Textarea } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskInput } from '../../../shared/desk-api/contract.ts'
import { reservationId as reservationIdSchema } from '../../../shared/desk-api/fields.ts'
import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { Notice } from '../../components/notice.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { namedParams } from '../../i18n/code-text.ts'

type Way = ExceptionView['ways'][number]
type HereWay = Exclude<Way, 'walk' | 'send_on'>

interface Props {
  readonly exception: ExceptionView
  readonly title: string
  readonly onLeave: (way: 'walk' | 'send_on') => void
  readonly onSettled: () => void
}

/** The ways out as buttons, the usual one first and filled; each says what will happen before it does. */
export function WaysOut({ exception, title, onLeave, onSettled }: Props) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<HereWay | null>(null)
  if (asking) {
    return <Confirm exception={exception} way={asking} onKeep={() => setAsking(null)} onSettled={onSettled} />
  }
  return exception.ways.map((way, index) => (
    <Button
      key={way}
      size="xs"
      variant={index === 0 ? 'filled' : 'default'}
      data-way={way}
      aria-label={`${t(`exceptionTray.ways.${way}.label`)}: ${title}`}
      onClick={() => (way === 'walk' || way === 'send_on' ? onLeave(way) : setAsking(way))}
    >
      {t(`exceptionTray.ways.${way}.label`)}
    </Button>
  ))
}

interface ConfirmProps {
  readonly exception: ExceptionView
  readonly way: HereWay
  readonly onKeep: () => void
  readonly onSettled: () => void
}

function Confirm({ exception, way, onKeep, onSettled }: ConfirmProps) {
  const { t } = useTranslation()
  const naming = useHotel()
  const textOf = useCodeText()
  const saysId = useId()
  const { run, inFlight } = useDeskCommand('exception.resolve')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const types = useTypesWithRoom(exception, way === 'upgrade')
  const [chosen, setChosen] = useState<RoomTypeId | null>(null)
  const upgrade = types.find(({ roomTypeId }) => roomTypeId === chosen) ?? types[0]
  const words = { ...namedParams(t, naming, exception.params), roomType: upgrade?.name ?? '' }

  const save = async () => {
    const out = outOf(way, upgrade?.roomTypeId ?? null)
    if (out === null) return
    const answer = await run({ exceptionId: exception.exceptionId, note, out })
    if (!answer) return
    if (!answer.ok) return setProblem(textOf(answer.error))
    onSettled()
  }
  return (
    <form
      className="kr-way"
      aria-describedby={saysId}
      data-testid="way-confirm"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <p id={saysId}>{t(`exceptionTray.ways.${way}.consequence`, words)}</p>
      {way === 'upgrade' ? (
        <NativeSelect
          label={t('exceptionTray.upgradeTo')}
          size="sm"
          value={upgrade?.roomTypeId ?? ''}
          data={types.map(({ roomTypeId, name, left }) => ({
            value: String(roomTypeId),
            label: left === null ? name : t('exceptionTray.typeLeft', { roomType: name, left }),
          }))}
          onChange={(event) => {
            const picked = types.find(({ roomTypeId }) => roomTypeId === event.currentTarget.value)
            if (picked) setChosen(picked.roomTypeId)
          }}
        />
      ) : null}
      <Textarea
        label={t('exceptionTray.note')}
        placeholder={t('exceptionTray.notePlaceholder')}
        value={note}
        maxLength={500}
        autosize
        autoFocus
        minRows={1}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem ? (
        <Notice tone="urgent" role="alert">
          {problem}
        </Notice>
      ) : null}
      <Group gap="xs">
        <Button type="submit" size="xs" loading={inFlight} data-testid="way-save">
          {t(`exceptionTray.ways.${way}.confirm`, words)}
        </Button>
        <Button size="xs" variant="default" disabled={inFlight} onClick={onKeep}>
          {t('exceptionTray.keep')}
        </Button>
      </Group>
    </form>
  )
}

function outOf(way: HereWay, upgradeTo: RoomTypeId | null): DeskInput<'exception.resolve'>['out'] | null {
  if (way !== 'upgrade') return { way }
  return upgradeTo === null ? null : { way, roomTypeId: upgradeTo }
}

interface TypeLeft {
  readonly roomTypeId: RoomTypeId
  readonly name: string
  /** For the whole stay; `null` while that is not known. */
  readonly left: number | null
}

/** Other types for the stay of a sale, those with the most room first. */
function useTypesWithRoom({ subject }: ExceptionView, enabled: boolean): readonly TypeLeft[] {
  const { hotel } = useHotel()
  const id = reservationIdSchema.safeParse(subject.key)
  const wanted = enabled && id.success ? id.data : null
  const booking = valueOf(
    useDeskQuery('reservation.get', { reservationId: wanted ?? subject.key }, { enabled: wanted !== null }),
  )
  const line = booking?.lines[0]
  const quote = valueOf(
    useDeskQuery(
      'stay.quote',
      {
        roomTypeId: line?.chargedType ?? '',
        arrival: line?.arrival ?? hotel.businessDate,
        departure: line?.departure ?? hotel.businessDate,
      },
      { enabled: enabled && line !== undefined },
    ),
  )
  const leftOf = new Map(quote?.alternatives.map(({ roomTypeId, left }) => [roomTypeId, left]))
  return hotel.roomTypes
    .filter(({ roomTypeId }) => roomTypeId !== line?.chargedType)
    .map(({ roomTypeId, name }) => ({ roomTypeId, name, left: quote ? (leftOf.get(roomTypeId) ?? 0) : null }))
    .toSorted((a, b) => Number((b.left ?? 0) > 0) - Number((a.left ?? 0) > 0))
}
