import { Button, Group, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/notice.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { parseAmount } from './amount-entry.ts'
import { type ShiftView, useDifferenceText } from './shift-tables.tsx'

/** The count, what it is away from what it should be, and the close. */
export function CloseShift({ shift }: { shift: ShiftView }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const differenceText = useDifferenceText()
  const { run, inFlight } = useDeskCommand('cashier.close')
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const countedMinor = parseAmount(text, hotel.currencyExponent)
  const difference = countedMinor === null ? null : differenceText(countedMinor - shift.expectedCashMinor)

  const ask = () => {
    if (countedMinor !== null) return setAsking(true)
    setFault(
      text.trim() === ''
        ? t('cashier.countMissing')
        : t('cashier.amountWrong', { example: format.money(shift.expectedCashMinor) }),
    )
  }
  const close = async () => {
    if (countedMinor === null) return
    const answer = await run({ shiftId: shift.shiftId, countedMinor, note })
    if (answer && !answer.ok) setProblem(textOf(answer.error))
  }
  return (
    <form
      className="kr-close-shift"
      aria-label={t('cashier.closeTitle')}
      data-testid="close-shift"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!asking) ask()
      }}
    >
      <TextInput
        label={t('cashier.countLabel')}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        error={fault}
        disabled={asking}
        onChange={(event) => {
          setFault(null)
          setText(event.currentTarget.value)
        }}
      />
      <p role="status" data-testid="cash-difference">
        {difference === null ? null : (
          <>
            {t('cashier.difference')}: <strong>{difference}</strong>
          </>
        )}
      </p>
      <Textarea
        label={t('cashier.note')}
        placeholder={t('cashier.noteHint')}
        value={note}
        maxLength={500}
        autosize
        minRows={1}
        disabled={asking}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem ? (
        <Notice tone="urgent" role="alert">
          {problem}
        </Notice>
      ) : null}
      {asking ? (
        <div role="group" aria-label={t('cashier.closeTitle')}>
          <p>
            {t('cashier.closeQuestion', {
              counted: format.money(countedMinor ?? 0),
              difference: difference ?? '',
            })}
          </p>
          <Group gap="xs" mt="xs">
            <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
              {t('cashier.closeKeep')}
            </Button>
            <Button size="xs" loading={inFlight} data-testid="close-shift-save" onClick={() => void close()}>
              {t('cashier.closeConfirm')}
            </Button>
          </Group>
        </div>
      ) : (
        <Button type="submit" size="sm">
          {t('cashier.close')}
        </Button>
      )}
    </form>
  )
}
