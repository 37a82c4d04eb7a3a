import { FloatingPortal, autoUpdate, flip, offset, shift, useFloating } from '@floating-ui/react'
import { type ReactNode, useState } from 'react'

interface Props {
  /** What it stands beside. */
  readonly anchor: Element | null
  readonly children: ReactNode
  readonly className: string
  readonly role: 'tooltip' | 'group'
  readonly label?: string
  readonly id?: string
  readonly testId: string
  /** The pointer goes through it while it drags. */
  readonly isPassive?: boolean
  readonly onPointerEnter?: () => void
  readonly onPointerLeave?: () => void
}

/** A card beside something on the chart, wherever there is room for it. */
export function FloatingCard({ anchor, children, isPassive = false, label, testId, ...card }: Props) {
  const [floating, setFloating] = useState<HTMLElement | null>(null)
  const { floatingStyles } = useFloating({
    placement: 'bottom-start',
    strategy: 'fixed',
    middleware: [offset(8), flip({ padding: 8, fallbackAxisSideDirection: 'end' }), shift({ padding: 8 })],
    whileElementsMounted: autoUpdate,
    elements: { reference: anchor, floating },
  })
  if (anchor === null) return null
  return (
    <FloatingPortal>
      <div
        ref={setFloating}
        style={{ ...floatingStyles, pointerEvents: isPassive ? 'none' : 'auto' }}
        aria-label={label}
        data-testid={testId}
        {...card}
      >
        {children}
      </div>
    </FloatingPortal>
  )
}
