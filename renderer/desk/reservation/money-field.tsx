import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useHotel } from '../../data/hotel-provider.tsx'

interface Props {
  readonly label: string
  readonly valueMinor: number | null
  readonly onChange: (valueMinor: number | null) => void
  readonly error?: string | undefined
}

/** An amount in the hotel's currency, typed as people write it; minor units outside. */
export function MoneyField({ label, valueMinor, onChange, error }: Props) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const unit = 10 ** hotel.currencyExponent
  return (
    <NumberInput
      label={label}
      data-autofocus
      autoFocus
      value={valueMinor === null ? '' : valueMinor / unit}
      min={0}
      decimalScale={hotel.currencyExponent}
      fixedDecimalScale
      allowNegative={false}
      hideControls
      error={error}
      description={t('pay.inCurrency', { currency: hotel.currency })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(next) => onChange(next === '' ? null : Math.round(Number(next) * unit))} // "10.00" comes as text
    />
  )
}
