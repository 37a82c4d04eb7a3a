import { Tooltip, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconDeviceFloppy, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Landing } from '../../shared/desk-api/views.ts'

const ICONS = { saved: IconDeviceFloppy, sent: IconSend, confirmed: IconCheck, needsYou: IconAlertTriangle } as const

/** How far a change has got, as icon and text; `quiet` leaves the text of a confirmed one to the tooltip. */
export function LandingMark({ landing, quiet = false }: { landing: Landing; quiet?: boolean }) {
  const { t } = useTranslation()
  const Icon = ICONS[landing]
  const text = t(`sync.landing.${landing}`)
  const hidden = quiet && landing === 'confirmed'
  return (
    <Tooltip label={t(`sync.landing.${landing}Long`)}>
      <span className="kr-landing" data-landing={landing}>
        <Icon size={14} stroke={2} aria-hidden />
        {hidden ? <VisuallyHidden>{text}</VisuallyHidden> : text}
      </span>
    </Tooltip>
  )
}
