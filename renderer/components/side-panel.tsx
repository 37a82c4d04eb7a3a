import { Drawer } from '@mantine/core'
import { useSpotlight } from '@mantine/spotlight'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApproval } from '../stores/approval-store.ts'
import { paletteStore } from '../stores/palette-store.ts'

interface Props {
  readonly title: ReactNode
  readonly opened: boolean
  readonly onClose: () => void
  readonly size: number
  readonly children: ReactNode
  readonly testId: string
  /** Escape belongs to what is being done inside. */
  readonly keepsEscape?: boolean
}

/** What stands over the view from the right: takes the focus, closes by Escape, gives the focus back. */
export function SidePanel({ title, opened, onClose, size, children, testId, keepsEscape = false }: Props) {
  const { t } = useTranslation()
  // Escape belongs to what stands over the panel.
  const isAsking = useApproval(({ asked }) => asked !== null)
  const { opened: isFinding } = useSpotlight(paletteStore)
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={size}
      withCloseButton={false}
      padding={0}
      closeOnEscape={!isAsking && !isFinding && !keepsEscape}
      data-testid={testId}
    >
      {/* Mantine's own header is a <header>, which a screen reader would take for a second banner of the page. */}
      <div className="kr-panel-header">
        <Drawer.Title className="kr-panel-title">{title}</Drawer.Title>
        <Drawer.CloseButton aria-label={t('app.close')} />
      </div>
      <div className="kr-panel-body">{children}</div>
    </Drawer>
  )
}
