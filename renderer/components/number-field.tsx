import { NumberInput } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly onChange: (value: number | null) => void
  readonly error?: ReactNode
  readonly description?: string
  readonly fieldId: string
}

/** A small whole number: typed, or stepped with the arrow keys. Empty is `null`. */
export function NumberField({ label, value, min, max, onChange, error, description, fieldId }: Props) {
  return (
    <NumberInput
      id={fieldId}
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value ?? ''}
      min={min}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      error={error}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}
