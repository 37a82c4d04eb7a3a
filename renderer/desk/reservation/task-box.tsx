import { Button, Group } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../../shared/desk-api/contract.ts'
import { Notice } from '../../components/notice.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText } from '../../data/hotel-provider.tsx'

interface Props {
  readonly title: string
  readonly confirm: string
  readonly onConfirm: () => void
  readonly onCancel: () => void
  readonly inFlight: boolean
  readonly refused?: Pick<DeskError, 'code' | 'params'> | null
  readonly disabled?: boolean
  readonly tone?: 'normal' | 'risky' | 'grave'
  /** Another way out of the box, beside the two. */
  readonly beside?: ReactNode
  /** Nothing to fill in: the button that does it has the focus. */
  readonly focusConfirm?: boolean
  readonly children?: ReactNode
}

const COLOURS = { normal: {}, risky: { color: 'orange' }, grave: { color: 'red.9' } } as const

/** One thing to be done, where it belongs on the page: Enter or Ctrl+Enter does it, Escape leaves it. */
export function TaskBox(props: Props) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const form = useRef<HTMLFormElement>(null)
  // A field that takes no focus by itself, as a date's, gets it: the keys of the box work from inside it.
  useEffect(() => {
    const box = form.current
    if (box && !box.contains(document.activeElement)) box.querySelector<HTMLElement>('input, button')?.focus()
  }, [])
  const { title, confirm, onConfirm, onCancel, inFlight, refused = null, disabled = false, tone = 'normal' } = props
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && !isListOpen(event.target)) {
      event.preventDefault()
      onCancel()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      if (!disabled) onConfirm()
    }
  }
  return (
    // Escape and Ctrl+Enter are extra ways to the two buttons.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={form}
      className="kr-task"
      data-testid="task"
      aria-label={title}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        if (!disabled) onConfirm()
      }}
    >
      <h4>{title}</h4>
      {props.children}
      {refused ? (
        <Notice tone="urgent" role="alert" testId="task-refused">
          {textOf(refused)}
        </Notice>
      ) : null}
      <Group gap="xs">
        <Button
          type="submit"
          loading={inFlight}
          disabled={disabled}
          data-testid="task-confirm"
          rightSection={<Shortcut keys="⏎" />}
          {...(props.focusConfirm ? { 'data-autofocus': true, autoFocus: true } : {})}
          {...COLOURS[tone]}
        >
          {confirm}
        </Button>
        {props.beside}
        <Button variant="default" onClick={onCancel}>
          {t('booking.leave')}
        </Button>
      </Group>
    </form>
  )
}

/** A list that has dropped down takes Escape for itself. */
function isListOpen(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.getAttribute('aria-expanded') === 'true'
}
