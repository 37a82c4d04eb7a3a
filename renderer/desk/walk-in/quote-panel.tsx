import { UnstyledButton } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { NightlyPrices } from '../../components/nightly-prices.tsx'
import { Notice } from '../../components/notice.tsx'
import { useDesk } from '../../data/desk-provider.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { type Shown, valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useNow } from '../../data/use-now.ts'
import { quoteForAdults } from '../../stores/walk-in-draft.ts'
import { ageInWords } from '../../i18n/format.ts'

type Quote = DeskOutput<'stay.quote'>

interface Props {
  readonly quoted: Shown<Quote>
  /** For how many the price is shown: some taxes go by the head. */
  readonly adults: number | null
  readonly isAsked: boolean
  readonly error: string | undefined
  /** The total that was read for this stay before it became another, in minor units. */
  readonly beforeMinor: number | null
  readonly onAlternative: (roomTypeId: RoomTypeId) => void
}

/** What the stay costs, night by night, and where else there is room when the type is full. */
export function QuotePanel({ quoted, adults, isAsked, error, beforeMinor, onAlternative }: Props) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const quote = isAsked ? valueOf(quoted) : null
  // What the host says about the price is more than that there is none.
  const refusal = isAsked && quoted.state === 'refused' ? textOf(quoted.error) : null
  return (
    <section
      id="walk-in-price"
      className="kr-quote"
      aria-label={t('walkIn.price')}
      aria-busy={quoted.state === 'pending' || quoted.state === 'loading'}
      data-pending={quoted.state === 'pending' || undefined}
      tabIndex={-1}
    >
      {error && refusal === null ? (
        <Notice tone="urgent" role="alert" testId="walk-in-error">
          {error}
        </Notice>
      ) : null}
      {refusal === null ? null : (
        <Notice tone={error ? 'urgent' : 'attention'} role="alert">
          {refusal}
        </Notice>
      )}
      {quote ? (
        <Priced quote={quoteForAdults(quote, adults)} beforeMinor={beforeMinor} onAlternative={onAlternative} />
      ) : null}
      {quote === null && refusal === null ? (
        <p className="kr-muted">{isAsked ? t('walkIn.pricing') : t('walkIn.priceWaits')}</p>
      ) : null}
    </section>
  )
}

function Priced({
  quote,
  beforeMinor,
  onAlternative,
}: Pick<Props, 'beforeMinor' | 'onAlternative'> & { quote: Quote }) {
  const { t } = useTranslation()
  const { hotel, format, roomTypeName } = useHotel()
  return (
    <>
      <h3>{roomTypeName(quote.roomTypeId)}</h3>
      <NightlyPrices
        nightly={quote.nightly}
        taxes={quote.taxes}
        totalMinor={quote.totalMinor}
        totalLabel={t('walkIn.total')}
        format={format}
        totalTestId="walk-in-total"
      />
      {beforeMinor === null ? null : (
        <Notice tone="attention" role="status" testId="walk-in-price-changed">
          {t('walkIn.priceChanged', { before: format.money(beforeMinor) })}
        </Notice>
      )}
      <p className="kr-muted">{hotel.pricesIncludeTax ? t('walkIn.taxIncluded') : t('walkIn.taxExcluded')}</p>
      <AsOf quote={quote} />
      {quote.left > 0 ? (
        <p className="kr-quote-left">{t('walkIn.left', { count: quote.left })}</p>
      ) : (
        <Alternatives quote={quote} onAlternative={onAlternative} />
      )}
    </>
  )
}

/** How old the figures are, said only while the chain can not be asked. */
function AsOf({ quote }: { quote: Quote }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { hostLostAtUtcMs } = useDesk()
  const line = valueOf(useDeskQuery('sync.badge', {}))?.line
  const nowUtcMs = useNow(5_000)
  if (line !== 'down' && hostLostAtUtcMs === null) return null
  const age = ageInWords(t, nowUtcMs - quote.asOfUtcMs)
  return (
    <p className="kr-as-of" data-testid="walk-in-as-of">
      {t(hostLostAtUtcMs === null ? 'walkIn.asOf' : 'walkIn.asOfHost', { time: format.time(quote.asOfUtcMs), age })}
    </p>
  )
}

function Alternatives({ quote, onAlternative }: { quote: Quote; onAlternative: Props['onAlternative'] }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  return (
    <div className="kr-alternatives" data-testid="walk-in-alternatives">
      <Notice tone="attention" role="status">
        {t('walkIn.full')}
      </Notice>
      {quote.alternatives.length === 0 ? (
        <p>{t('walkIn.noAlternatives')}</p>
      ) : (
        <>
          <p>{t('walkIn.alternatives')}</p>
          <ul>
            {quote.alternatives.map(({ roomTypeId, left, totalMinor }) => (
              <li key={roomTypeId}>
                <UnstyledButton className="kr-alternative" onClick={() => onAlternative(roomTypeId)}>
                  <span>{roomTypeName(roomTypeId)}</span>
                  <span className="kr-muted">{t('word.left', { count: left })}</span>
                  <strong>{format.money(totalMinor)}</strong>
                  <IconArrowRight size={15} stroke={1.8} aria-hidden />
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
