import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'

interface Props {
  readonly label: string
  readonly question: string
  readonly confirm: string
  readonly keep: string
  readonly inFlight: boolean
  readonly onConfirm: () => void
  readonly disabled?: boolean
  readonly icon?: ReactNode
  readonly ariaLabel?: string
  readonly describedBy?: string | undefined
}

/** A button that asks once more, in place, before something is undone. The safe answer has the focus. */
export function ConfirmStep(props: Props) {
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button
        variant="default"
        size="xs"
        leftSection={props.icon}
        aria-disabled={props.disabled}
        {...(props.disabled ? { 'data-disabled': true } : {})}
        aria-label={props.ariaLabel}
        aria-describedby={props.describedBy}
        onClick={() => {
          if (!props.disabled) setAsking(true)
        }}
      >
        {props.label}
      </Button>
    )
  }
  return (
    <div className="kr-confirm" role="group" aria-label={props.question}>
      <p>{props.question}</p>
      <Group gap="xs">
        <Button size="xs" variant="default" data-autofocus autoFocus onClick={() => setAsking(false)}>
          {props.keep}
        </Button>
        <Button size="xs" color="red.9" loading={props.inFlight} onClick={props.onConfirm}>
          {props.confirm}
        </Button>
      </Group>
    </div>
  )
}
