import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'

/** Tonight in one line: who is in, who is coming, what is left to sell, and the same as a bar. */
export function TonightStrip({ tonight }: { tonight: DeskOutput<'today.get'>['tonight'] }) {
  const { t } = useTranslation()
  const { occupied, expected, sellable, outOfOrder } = tonight
  const free = sellable - occupied - expected
  const shown = Math.max(1, sellable, occupied + expected)
  return (
    <section className="kr-tonight" aria-label={t('today.tonight')}>
      <h2>{t('today.tonight')}</h2>
      <dl className="kr-figures">
        <Figure label={t('today.occupied')} value={occupied} swatch="occupied" />
        <Figure label={t('today.expected')} value={expected} swatch="expected" />
        {free >= 0 ? (
          <Figure label={t('today.free')} value={free} swatch="free" />
        ) : (
          <Figure label={t('today.over')} value={-free} tone="urgent" />
        )}
        <Figure label={t('today.sellable')} value={sellable} />
        <Figure label={t('today.outOfOrder')} value={outOfOrder} />
      </dl>
      <div
        className="kr-bar-tonight"
        role="img"
        aria-label={t('today.barLabel', { occupied, expected, sellable, free: Math.max(0, free) })}
      >
        <span data-part="occupied" style={{ width: `${(occupied / shown) * 100}%` }} />
        <span data-part="expected" style={{ width: `${(expected / shown) * 100}%` }} />
      </div>
    </section>
  )
}

function Figure({ label, value, swatch, tone }: { label: string; value: number; swatch?: string; tone?: string }) {
  return (
    <div data-tone={tone}>
      <dt>
        {swatch ? <span className="kr-swatch" data-part={swatch} aria-hidden /> : null}
        {label}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
