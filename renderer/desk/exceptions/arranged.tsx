import { Button, Group, Textarea } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../components/notice.tsx'
import { useMoneyIn } from '../../data/use-money-in.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import type { Gone } from './elsewhere.tsx'
import { WalkLetter } from './walk-letter.tsx'

/** It is done: the code at the other hotel, and the letter to print, with what we pay in words that can be changed. */
export function Arranged({
  gone,
  way,
  onDone,
}: {
  readonly gone: Gone
  readonly way: 'walk' | 'send_on'
  readonly onDone: () => void
}) {
  const { t } = useTranslation()
  const moneyIn = useMoneyIn()
  const { guest, arranged } = gone
  const [pays, setPays] = useState<string>(() => {
    const total =
      arranged.totalMinor === null || arranged.currency === null
        ? null
        : moneyIn(arranged.currency, arranged.totalMinor)
    if (way === 'walk') {
      return total === null ? t('elsewhere.paysRoomUnknown') : t('elsewhere.paysRoom', { total })
    }
    return total === null ? t('elsewhere.paysNothingUnknown') : t('elsewhere.paysNothing', { total })
  })
  const name = `${guest.firstName} ${guest.lastName}`
  return (
    <section className="kr-elsewhere" data-testid="elsewhere-done">
      <Notice tone="good" role="status">
        <h2>{t('elsewhere.doneTitle', { name, hotel: arranged.hotel })}</h2>
        <p>{t('elsewhere.doneText')}</p>
      </Notice>
      <p>
        <span className="kr-muted">{t('elsewhere.doneCode')}</span>
        <br />
        <strong className="kr-code" data-testid="elsewhere-code">
          {confirmationCodeText(arranged.code)}
        </strong>
      </p>
      <Textarea
        label={t('elsewhere.pays')}
        value={pays}
        autosize
        minRows={2}
        maxLength={400}
        onChange={(event) => setPays(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button
          autoFocus
          leftSection={<IconPrinter size={17} stroke={1.8} aria-hidden />}
          data-testid="letter-print"
          onClick={() => window.print()}
        >
          {t('elsewhere.print')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('elsewhere.more')}
        </Button>
      </Group>
      <WalkLetter gone={gone} pays={pays} />
    </section>
  )
}
