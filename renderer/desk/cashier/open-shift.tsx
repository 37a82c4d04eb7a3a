import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newUuidV7 } from '../../../shared/domain/ids.ts'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { parseAmount } from './amount-entry.ts'

/** Opens a shift with what is in the drawer. */
export function OpenShift() {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('cashier.open')
  const [shiftId] = useState(() => newUuidV7(browserClock, browserRng))
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const open = async () => {
    const floatMinor = parseAmount(text, hotel.currencyExponent)
    if (floatMinor === null) return setProblem(t('cashier.amountWrong', { example: format.money(20_000) }))
    const answer = await run({ shiftId, floatMinor })
    if (answer && !answer.ok) setProblem(textOf(answer.error))
  }
  return (
    <form
      className="kr-open-shift"
      data-testid="open-shift"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <h2>{t('cashier.openTitle')}</h2>
      <p className="kr-muted">{t('cashier.none')}</p>
      <TextInput
        label={t('cashier.float')}
        description={t('cashier.floatHint')}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        error={problem}
        onChange={(event) => {
          setProblem(null)
          setText(event.currentTarget.value)
        }}
      />
      <Button type="submit" loading={inFlight}>
        {t('cashier.open')}
      </Button>
    </form>
  )
}
