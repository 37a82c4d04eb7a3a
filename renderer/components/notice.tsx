import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export type NoticeTone = 'info' | 'good' | 'attention' | 'urgent'

const ICONS = { info: IconInfoCircle, good: IconCircleCheck, attention: IconAlertTriangle, urgent: IconAlertTriangle }

interface Props {
  readonly tone: NoticeTone
  readonly children: ReactNode
  /** Spoken when it appears; `alert` at once, `status` when the reader pauses. */
  readonly role?: 'alert' | 'status' | undefined
  readonly id?: string
  readonly testId?: string
}

/** A sentence or two that belongs to what stands beside it. */
export function Notice({ tone, children, role, id, testId }: Props) {
  const Icon = ICONS[tone]
  return (
    <div className="kr-notice" data-tone={tone} role={role} id={id} data-testid={testId}>
      <Icon size={18} stroke={1.8} aria-hidden />
      <div>{children}</div>
    </div>
  )
}
